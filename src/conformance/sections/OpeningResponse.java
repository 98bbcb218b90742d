package conformance.sections;

import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Failure;
import conformance.suite.Group;
import conformance.suite.Level;
import conformance.suite.Need;
import conformance.wire.Acceptance;
import conformance.wire.Answer;
import conformance.wire.Extension;
import conformance.wire.Frame;
import conformance.wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * RFC 6455 §4.2.2 the server's answer, §4.3 the grammar of the fields, §4.4 versions, §7.2.2 what follows a refusal,
 * §11.3 the fields by themselves.
 */
final class OpeningResponse extends Group {
    private static final String ACCEPT =
            "the accept value is base64 of SHA-1 over the key, as it was sent, and the GUID";
    private static final String CHOICE = "one of those that were offered, or no Sec-WebSocket-Protocol at all";
    private static final String VERSION =
            "it is refused, with all versions that the server speaks in Sec-WebSocket-Version";

    @Override
    protected void write() {
        section("4.2.2", "Sending the server's opening handshake");
        accepting();
        accepts();
        refusing();
        subprotocols();
        knownSubprotocols();
        extensions();
        section("4.3", "Grammar of the handshake's fields");
        grammar();
        section("4.4", "Supporting multiple versions");
        versions();
        section("7.2.2", "Abort during the opening handshake");
        aborts();
        section("11.3.1", "Sec-WebSocket-Key");
        twice("11.3.1", "Sec-WebSocket-Key", "AAECAwQFBgcICQoLDA0ODw==");
        section("11.3.2", "Sec-WebSocket-Extensions");
        // §4.2.2 lets it be "split between multiple instances", §11.3.2 doesn't
        once(Level.INFO, "11.3.2-1", "Sec-WebSocket-Extensions");
        section("11.3.3", "Sec-WebSocket-Accept");
        once(Level.MUST, "11.3.3-1", "Sec-WebSocket-Accept");
        section("11.3.4", "Sec-WebSocket-Protocol");
        must("two-lines", "the subprotocols aaa and bbb in two lines", "several lines are one list: " + CHOICE)
                .covers("11.3.4-1", "4.2.2-11").run(c -> {
                    c.request(c.handshake().subprotocols("aaa").subprotocols("bbb"));
                    c.expectUpgradeOrRefusal();
                });
        once(Level.MUST, "11.3.4-2", "Sec-WebSocket-Protocol");
        section("11.3.5", "Sec-WebSocket-Version");
        twice("11.3.5", "Sec-WebSocket-Version", "8");
        refused("version-13-and-8", "Sec-WebSocket-Version: 13, 8", r -> r.changing("Sec-WebSocket-Version", "13, 8"),
                "11.3.5-2", "4.3-6");
        refused("version-8-and-13", "Sec-WebSocket-Version: 8, 13", r -> r.changing("Sec-WebSocket-Version", "8, 13"),
                "11.3.5-2", "4.3-6");
        must("own-versions", "version 99",
                "however many lines Sec-WebSocket-Version has, together they are one list of versions with 13 in it")
                .covers("11.3.5-1", "4.2.2-9").run(c -> {
                    c.request(c.handshake().changing("Sec-WebSocket-Version", "99"));
                    checkVersions(c.expectRefused());
                });
    }

    // §4.2.2

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
            must("version-" + version, "Sec-WebSocket-Version: " + version, VERSION)
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

    /** Whichever case finds it, a missing version is one fault, and told as one. */
    private static void checkVersions(Answer answer) {
        List<String> versions = answer.list("Sec-WebSocket-Version");
        if (!versions.contains("13")) {
            throw Failure.of("Sec-WebSocket-Version with 13 in it",
                    answer + (answer.has("Sec-WebSocket-Version") ? " with Sec-WebSocket-Version: "
                            + String.join(", ", versions) : " without Sec-WebSocket-Version")).of("4.2.2-9");
        }
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
                "permessage-bzip2")) {
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

    // §4.3

    private void grammar() {
        for (String key : List.of("====", "AAAA", "=", "AAECAwQFBgcICQoLDA0ODw", "AAECAwQFBgcICQoLDA0ODw=A")) {
            should("key-" + Slug.of(key), "the key " + key,
                    "a key is base64 with its padding: else an HTTP error and no 101")
                    .covers("10.7-4", "4.3-1", "4.2.2-26").run(c -> {
                        c.request(c.handshake().changing("Sec-WebSocket-Key", key));
                        c.expectRefused();
                    });
        }
        for (String offer : List.of(";", "permessage-deflate;;", "a b")) {
            must("extensions-" + Slug.of(offer), "Sec-WebSocket-Extensions: " + offer,
                    "it breaks the grammar of the list, which fails the handshake")
                    .covers("4.3-2").run(c -> Negotiation.expectFailed(c, offer));
        }
        info("quoted-value", "permessage-deflate; server_max_window_bits=\"10\"",
                "a quoted value is the same as the bare one; either may be declined")
                .covers("4.3-3").run(c -> {
                    c.request(c.handshake().offering("permessage-deflate; server_max_window_bits=\"10\""));
                    Answer answer = c.answerThatShouldCome();
                    String quoted = "refused with " + answer;
                    if (answer.status() == 101) {
                        quoted = agreement(c.accept(answer));
                        c.expectQuiet();
                    }
                    c.saw(quoted + ", and without quotes "
                            + agreement(open(c, "permessage-deflate; server_max_window_bits=10")));
                });
        must("quoted-no-token", "permessage-deflate; server_max_window_bits=\"1 0\"",
                "a quoted value must be a token once the quotes are gone: it is never agreed")
                .covers("4.3-3").run(c -> {
                    c.request(c.handshake().offering("permessage-deflate; server_max_window_bits=\"1 0\""));
                    notAgreed(c);
                });
        Map<String, String> blanks = new LinkedHashMap<>();
        blanks.put("before-semicolon", "permessage-deflate ; client_max_window_bits");
        blanks.put("tabs", "permessage-deflate\t;\tclient_max_window_bits");
        blanks.put("around-all", "  permessage-deflate;client_max_window_bits  ");
        blanks.forEach((name, offer) -> {
            info("blanks-" + name, "the offer " + offer.replace("\t", "(tab)"),
                    "blanks around separators are no fault, and should change nothing")
                    .covers("4.3-4").run(c -> {
                        Acceptance acceptance = c.open(c.handshake().offering(offer));
                        c.expectQuiet();
                        Acceptance plain = open(c, "permessage-deflate; client_max_window_bits");
                        c.saw(agreement(acceptance).equals(agreement(plain)) ? "as without blanks"
                                : agreement(acceptance) + ", and without blanks " + agreement(plain));
                    });
        });
        for (String offer : List.of("", ",", "a/b", "(x)", "a=b", "\u00e9", "a\tb", "{}")) {
            must("subprotocols-" + Slug.of(offer), "Sec-WebSocket-Protocol: " + offer.replace("\t", "(tab)"),
                    "no list of tokens: refused, or no subprotocol, never an echo of it")
                    .covers("4.3-5").run(c -> {
                        c.request(c.handshake().subprotocols(offer));
                        c.expectUpgradeOrRefusal();
                    });
        }
        for (String version : List.of("013", "0013", "+13", "-13", "13.0", "13.", "256", "13;x", "0x0d", "1 3", "13 13",
                "1e1", "\"13\"", "13a", "d", "269", "65549", "4294967309")) {
            refused("version-" + Slug.of(version), "Sec-WebSocket-Version: " + version, r ->
                    r.changing("Sec-WebSocket-Version", version), "4.3-6");
        }
        must("own-versions", "version 99",
                "Sec-WebSocket-Version of the answer is a list of numbers up to 255 without leading zeros")
                .covers("4.3-7", "4.2.2-9").run(c -> {
                    c.request(c.handshake().changing("Sec-WebSocket-Version", "99"));
                    Answer answer = c.expectRefused();
                    checkVersions(answer);
                    for (String version : answer.list("Sec-WebSocket-Version")) {
                        c.check(version.matches("0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5]"),
                                "numbers from 0 to 255", version);
                    }
                });
    }

    /** What another handshake with this offer gets. */
    static Answer answer(Client c, String offer) {
        Client other = c.another();
        other.request(other.handshake().offering(offer));
        Answer answer = other.answerThatShouldCome();
        other.saw(offer + " gets " + answer);
        return answer;
    }

    static Acceptance open(Client c, String offer) {
        Client other = c.another();
        Acceptance acceptance = other.open(other.handshake().offering(offer));
        other.expectQuiet();
        return acceptance;
    }

    static String agreement(Acceptance acceptance) {
        Extension deflate = acceptance.deflate();
        return deflate == null ? "declined" : deflate.toString();
    }

    private static void notAgreed(Client c) {
        // §9.1 "MUST immediately _Fail the WebSocket Connection_" may be the end of TCP
        Answer answer = c.answerThatShouldCome();
        c.check(answer.status() == 101 || answer.status() >= 400, "HTTP 101 or an HTTP error response", answer);
        if (answer.status() == 101) {
            Acceptance acceptance = c.accept(answer);
            c.check(acceptance.deflate() == null, "no agreement", agreement(acceptance));
            c.expectQuiet();
        }
        c.saw(answer.toString());
    }

    // §4.4

    private void versions() {
        for (String version : List.of("25", "26", "200")) {
            must("version-" + version, "version " + version, VERSION)
                    .covers("4.4-1", "4.2.2-9").run(c -> {
                        c.request(c.handshake().changing("Sec-WebSocket-Version", version));
                        checkVersions(c.expectRefused());
                    });
        }
        info("version-25-then-13", "version 25, then 13 on the same connection if it stays",
                "a client may try another version")
                .covers("4.4-2").run(c -> {
                    c.request(c.handshake().changing("Sec-WebSocket-Version", "25"));
                    c.expectRefused();
                    c.request(c.handshake());
                    Answer second = c.answerUnlessEnd();
                    if (second == null) {
                        c.saw("the connection ends with the refusal");
                    } else {
                        c.check(second.status() == 101, "HTTP 101, or the end of TCP", second);
                        c.accept(second);
                        c.expectQuiet();
                    }
                });
    }

    // §7.2.2

    private void aborts() {
        Variants<UnaryOperator<Request>> deviations = new Variants<>();
        deviations.put("version-99", "version 99", r -> r.changing("Sec-WebSocket-Version", "99"));
        deviations.put("no-key", "no key", r -> r.without("Sec-WebSocket-Key"));
        deviations.put("empty-key", "an empty key", r -> r.changing("Sec-WebSocket-Key", ""));
        deviations.put("no-version", "no version", r -> r.without("Sec-WebSocket-Version"));
        deviations.forEach((name, what, change) -> {
            must(name + "-then-good", "a handshake with " + what + ", then a good one on the same connection",
                    "a refused handshake ends the connection, or leaves it to HTTP")
                    .covers("7.2.2-1").run(c -> {
                        c.request(change.apply(c.handshake()));
                        c.expectNoUpgrade("4.2.1-1");
                        c.request(c.handshake());
                        Answer second = c.answerUnlessEnd();
                        if (second != null && second.status() == 101) {
                            c.accept(second);
                            c.expectQuietOrEnd();
                        }
                        c.saw(second == null ? "the connection ends" : "the connection goes on with " + second);
                    });
            // a client has to wait for the response (§4.1): one that doesn't may get none. Frames in its place would be
            // no HTTP, which is a MUST
            should(name + "-then-frames", "a handshake with " + what + ", and frames behind it",
                    "it is refused in HTTP, or TCP ends; its frames are not answered")
                    .covers("10.7-4", "7.2.2-1", "10.7-1", "4.1-14").run(c -> {
                        byte[] frames = Frame.ping("refused").encode(c.random()).bytes();
                        c.request(change.apply(c.handshake()).followedBy(frames));
                        Answer answer = c.answerUnlessEnd();
                        c.check(answer == null || answer.status() >= 400, "an HTTP error response", answer);
                        if (answer != null) {
                            c.endOutput();
                            while (c.answerUnlessEnd() != null) {
                                continue; // whatever it makes of the frames, it has to be HTTP
                            }
                        }
                        c.saw("no frames");
                    });
            should(name, "a handshake with " + what, "an HTTP status tells why it is refused")
                    .covers("10.7-4").run(c -> {
                        c.request(change.apply(c.handshake()));
                        c.expectRefused();
                    });
        });
    }

    // §11.3

    private void twice(String section, String name, String other) {
        should("same", name + " twice, the same", "it stands in a request once: else an HTTP error and no 101")
                .covers("10.7-4", section.equals("11.3.1") ? "11.3.1-1" : "11.3.5-2").run(c -> {
                    Request request = c.handshake();
                    c.request(request.with(name, request.values(name).get(0)));
                    c.expectRefused();
                });
        should("different", name + " twice, different", "it stands in a request once: else an HTTP error and no 101")
                .covers("10.7-4", section.equals("11.3.1") ? "11.3.1-1" : "11.3.5-2").run(c -> {
                    c.request(c.handshake().with(name, other));
                    c.expectRefused();
                });
        should("other-first", name + " twice, the other first",
                "it stands in a request once: else an HTTP error and no 101")
                .covers("10.7-4", section.equals("11.3.1") ? "11.3.1-1" : "11.3.5-2").run(c -> {
                    c.request(c.handshake().withFirstLine(name + ": " + other));
                    c.expectRefused();
                });
    }

    private void once(Level level, String row, String name) {
        draft(level, "once", "subprotocols and extensions in two lines each", "in the answer " + name
                + " stands once at most")
                .covers(row).run(c -> {
                    c.request(c.handshake().subprotocols("aaa").subprotocols("bbb").offering("permessage-deflate")
                            .offering("permessage-deflate; client_max_window_bits"));
                    Answer answer = c.answer();
                    c.check(answer.values(name).size() <= 1, "once at most", name + ": " + String.join(", and again ",
                            answer.values(name)));
                    if (answer.status() == 101) {
                        c.accept(answer);
                        c.expectQuiet();
                    }
                    c.saw(answer.toString());
                });
    }

    private void refused(String name, String sent, UnaryOperator<Request> change, String... rows) {
        must(name, sent, "a request that is no valid handshake gets an HTTP error and no 101").covers(rows).run(c -> {
            c.request(change.apply(c.handshake()));
            c.expectRefused();
        });
    }
}
