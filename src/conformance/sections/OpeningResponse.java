package conformance.sections;

import static conformance.sections.OpeningRefusals.checkVersions;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Acceptance;
import conformance.wire.Answer;
import conformance.wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** RFC 6455 §4.2.2: the server's answer to a handshake. */
final class OpeningResponse extends Group {
    private static final String ACCEPT =
            "the accept value is base64 of SHA-1 over the key, as it was sent, and the GUID";
    static final String CHOICE = "one of those that were offered, or no Sec-WebSocket-Protocol at all";

    @Override
    protected void write() {
        section("4.2.2", "Sending the server's opening handshake");
        accepting();
        accepts();
        refusing();
        subprotocols();
        knownSubprotocols();
        extensions();
    }

    private void accepting() {
        must("own-101", "a handshake",
                "101 with Upgrade: websocket, Connection: Upgrade, the accept value, and nothing that wasn't offered")
                .covers("4.2.2-1", "4.2.2-13", "4.2.2-17", "4.2.2-19", "4.2.2-20", "4.2.2-21", "4.2.2-22", "4.2.2-23")
                        .run(c -> {
                    Answer answer = c.open().answer();
                    c.expectQuiet();
                    String accept = answer.values("Sec-WebSocket-Accept").get(0);
                    c.check(accept.matches("[A-Za-z0-9+/]{27}="), "28 characters of base64", accept);
                });
        should("own-status-line", "a handshake", "the status line begins with HTTP/1.1: 101 is not known in HTTP/1.0")
                .covers("9110-6.2-2", "4.2.2-19").run(c -> {
                    Answer answer = c.open().answer();
                    c.expectQuiet();
                    c.check(answer.head().startsWith("HTTP/1.1 101 "), "HTTP/1.1 101", answer.head().lines().findFirst()
                            .orElse(""));
                });
        must("frames-behind-101", "a handshake, then a text",
                "after the 101 come frames, maybe at once, and nothing else")
                .covers("4.2.2-25", "6.2-1").run(c -> {
                    c.open();
                    c.send(text("Hello"));
                    c.expectTextIfEchoing("Hello");
                    c.expectQuiet();
                });
    }

    private void accepts() {
        // §1.3 has both
        accepting("sample", "dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("all-bits-0", "AAAAAAAAAAAAAAAAAAAAAA==");
        keys.put("all-bits-1", "/////////////////////w==");
        keys.put("plus-and-slash", "+/+/+/+/+/+/+/+/+/+/+w==");
        keys.put("of-browser", "x3JJHMbDL1EzLkh9GBhXDw==");
        keys.forEach((name, key) -> accepting(name, key, Acceptance.acceptFor(key)));
        Variants<String> lines = new Variants<>();
        lines.put("without-blank", "without a blank before it", "Sec-WebSocket-Key:AAECAwQFBgcICQoLDA0ODw==");
        lines.put("with-blanks", "with blanks around it", "Sec-WebSocket-Key:   AAECAwQFBgcICQoLDA0ODw==   ");
        lines.put("with-tabs", "with tabs around it", "Sec-WebSocket-Key:\tAAECAwQFBgcICQoLDA0ODw==\t ");
        lines.forEach((name, what, line) -> must("key-" + name, "a key " + what, ACCEPT
                + ", without the blanks around it")
                .covers("9110-5.5-1", "4.2.2-22").run(c -> {
                    c.open(c.handshake().changingLine("Sec-WebSocket-Key", line));
                    c.expectQuiet();
                }));
        must("key-with-spare-bits", "a key whose last character has bits that no byte has, AAECAwQFBgcICQoLDA0OD9==",
                "refused, or " + ACCEPT)
                .covers("4.2.2-22", "4.2.2-24").run(c -> {
                    c.request(c.handshake().changing("Sec-WebSocket-Key", "AAECAwQFBgcICQoLDA0OD9=="));
                    c.expectUpgradeOrRefusal();
                });
    }

    private void accepting(String name, String key, String accept) {
        must("key-" + name, "the key " + key, ACCEPT)
                .covers("4.2.2-22", "4.2.2-23").run(c -> {
                    Answer answer = c.open(c.handshake().changing("Sec-WebSocket-Key", key)).answer();
                    c.check(answer.values("Sec-WebSocket-Accept").equals(List.of(accept)), accept,
                            answer.values("Sec-WebSocket-Accept"));
                    c.expectQuiet();
                });
    }

    private void refusing() {
        for (String version : List.of("99", "12", "254")) {
            must("version-" + version, "Sec-WebSocket-Version: " + version, OpeningRefusals.VERSION)
                    .covers("4.2.2-9", "4.2.2-8").run(c -> {
                        c.request(c.handshake().changing("Sec-WebSocket-Version", version));
                        checkVersions(c.expectRefused());
                    });
        }
        info("status-for-version-99", "Sec-WebSocket-Version: 99", "426 is the status that is meant for it")
                .covers("4.2.2-8").run(c -> {
                    c.request(c.handshake().changing("Sec-WebSocket-Version", "99"));
                    c.saw("answered with " + c.expectNoUpgrade());
                });
        must("no-such-path", "a path where nothing is, /no-such-path-6455",
                "an HTTP error, a redirection, or a 101 if the server serves every path")
                .covers("4.2.2-10", "4.2.2-5").run(c -> {
                    c.request(c.handshake().resource("/no-such-path-6455"));
                    Answer answer = c.expectAnyAnswer();
                    c.check(answer.status() == 101 || answer.status() >= 300,
                            "an HTTP error response, a redirection, or 101", answer);
                });
        info("status-for-no-such-path", "a path where nothing is, /no-such-path-6455",
                "404 is the status that is meant for it")
                .covers("4.2.2-10").run(c -> {
                    c.request(c.handshake().resource("/no-such-path-6455"));
                    c.saw("answered with " + c.expectAnyAnswer());
                });
    }

    private void subprotocols() {
        Map<String, String> offers = new LinkedHashMap<>();
        for (String offer : List.of("x-unknown-1", "aaa, bbb", "bbb,aaa", "AaA", "a", "chat, superchat",
                "soap, mqtt, wamp.2.json")) {
            offers.put(Slug.of(offer), offer);
        }
        offers.put("50", IntStream.range(0, 50).mapToObj(i -> "p" + i).collect(Collectors.joining(", ")));
        offers.forEach((name, offer) -> {
            must("subprotocols-" + name, "the subprotocols " + (offer.length() < 40 ? offer : offer.substring(0, 20)
                    + "…"), CHOICE)
                    .covers("4.2.2-11", "4.2.2-12", "4.2.2-14", "4.2.2-15").run(c -> {
                        c.request(c.handshake().subprotocols(offer));
                        c.expectUpgradeOrRefusal();
                    });
        });
        must("no-subprotocols", "no subprotocols", "nothing was offered, so there is no Sec-WebSocket-Protocol")
                .covers("4.2.2-13").run(c -> {
                    c.open();
                    c.expectQuiet();
                });
    }

    /** Offers of subprotocols that the server is known to speak. To choose none of them is its own affair. */
    private void knownSubprotocols() {
        offers("alone", "alone", name -> List.of(name));
        offers("first", "before others", name -> List.of(name + ", x-unknown-1, x-unknown-2"));
        offers("last", "behind others", name -> List.of("x-unknown-1, x-unknown-2, " + name));
        offers("without-blanks", "between others, without blanks", name -> List.of("x-1," + name + ",x-2"));
        offers("in-second-line", "in a second line", name -> List.of("x-unknown-1", name));
        offers("in-first-of-three-lines", "in the first of three lines", name -> List.of(name, "x-1, x-2", "x-3"));
        // no sentence lets names be compared without case: what is chosen is "one of the values" of the client's field
        likeKnown("in-another-case", "in another case", OpeningResponse::inAnotherCase);
        likeKnown("with-more-behind", "with more behind it", name -> name + "ter");
        likeKnown("with-a-version-behind", "with a version behind it", name -> name + ".v2");
        likeKnown("with-more-before", "with more before it", name -> "super" + name);
        likeKnown("cut-short", "without its last character", name -> name.substring(0, name.length() - 1));
        likeKnown("in-quotes", "in quotes", name -> '"' + name + '"');
        info("known-subprotocols-in-two-orders", "two subprotocols that the server speaks, in both orders",
                "the client's order is its preference; whose preference decides is left open")
                .covers("4.2.1-21", "4.2.2-11").needs(Need.SUBPROTOCOL).run(c -> {
                    if (c.subprotocols().size() < 2) {
                        c.skip("it takes the names of two (--subprotocol NAME, twice)");
                    }
                    String one = c.subprotocols().get(0);
                    String two = c.subprotocols().get(1);
                    offer(c.another(), List.of(one + ", " + two));
                    offer(c.another(), List.of(two + ", " + one));
                });
    }

    /** @param lines of Sec-WebSocket-Protocol, made of a name that the server speaks */
    private void offers(String name, String where, Function<String, List<String>> lines) {
        info("known-subprotocol-" + name, "a subprotocol that the server speaks, " + where, CHOICE)
                .covers("4.2.2-11", "4.2.2-15", "11.3.4-1").needs(Need.SUBPROTOCOL).run(c -> {
                    for (String known : c.subprotocols()) {
                        offer(c.another(), lines.apply(known));
                    }
                });
    }

    /** What is much like a name that the server speaks, but isn't it: that name must not be chosen for it. */
    private void likeKnown(String name, String how, UnaryOperator<String> change) {
        must("known-subprotocol-" + name, "a subprotocol that the server speaks, " + how, CHOICE
                + ": names are the same if all of their characters are")
                .covers("4.2.2-11", "4.2.2-12", "4.2.2-15").needs(Need.SUBPROTOCOL).run(c -> {
                    for (String known : c.subprotocols()) {
                        String offer = change.apply(known);
                        if (offer.isEmpty() || offer.equals(known)) {
                            c.saw(known + " can't be written " + how);
                        } else {
                            offer(c.another(), List.of(offer));
                        }
                    }
                });
    }

    private static String inAnotherCase(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper;
    }

    /** What the server chooses of these lines. That it was offered is looked at in each 101. */
    private static void offer(Client c, List<String> lines) {
        Request request = c.handshake();
        for (String line : lines) {
            request = request.subprotocols(line);
        }
        c.request(request);
        Answer answer = c.answerThatShouldCome();
        String offered = "offered " + String.join(" / ", lines) + ": ";
        if (answer.status() == 101) {
            String chosen = c.accept(answer).subprotocol();
            c.expectQuiet();
            c.saw(offered + (chosen == null ? "chose none" : "chose " + chosen));
        } else {
            c.check(answer.status() >= 300, "HTTP 101, a redirection, or an HTTP error response", answer);
            c.saw(offered + answer);
        }
    }

    private void extensions() {
        for (String offer : List.of("x-foo", "x-foo; a=1; b", "x-foo, x-bar", "x-webkit-deflate-frame",
                "permessage-bzip2", "permessage-deflatex", "permessage-deflate-x", "x-permessage-deflate")) {
            must("extension-" + Slug.of(offer), "the extension " + offer,
                    "an extension that a server doesn't know is left out of the answer, which has no empty "
                            + "list either; or the request is refused")
                    .covers("4.2.2-16", "4.2.2-18", "9.1-7", "9.1-3").run(c -> {
                        c.request(c.handshake().offering(offer)); // no sentence says that it has to be accepted
                        c.expectUpgradeOrRefusal();
                    });
        }
        must("no-extensions", "no extensions", "what wasn't offered is not agreed")
                .covers("4.2.2-17").run(c -> {
                    c.open();
                    c.expectQuiet();
                });
    }
}
