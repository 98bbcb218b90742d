package conformance.sections;

import static conformance.sections.OpeningRefusals.checkVersions;
import static conformance.sections.OtherHandshake.agreement;

import conformance.suite.Client;
import conformance.suite.Group;
import conformance.suite.Level;
import conformance.wire.Acceptance;
import conformance.wire.Answer;
import conformance.wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** RFC 6455 §4.3 the grammar of the handshake's fields, §11.3 the fields by themselves. */
final class OpeningFields extends Group {
    @Override
    protected void write() {
        section("4.3", "Grammar of the handshake's fields");
        grammar();
        section("11.3.1", "Sec-WebSocket-Key");
        twice("11.3.1", "Sec-WebSocket-Key", "AAECAwQFBgcICQoLDA0ODw==");
        section("11.3.2", "Sec-WebSocket-Extensions");
        // §4.2.2 lets it be "split between multiple instances", §11.3.2 doesn't
        once(Level.INFO, "11.3.2-1", "Sec-WebSocket-Extensions");
        section("11.3.3", "Sec-WebSocket-Accept");
        once(Level.MUST, "11.3.3-1", "Sec-WebSocket-Accept");
        section("11.3.4", "Sec-WebSocket-Protocol");
        must("two-lines", "the subprotocols aaa and bbb in two lines", "several lines are one list: "
                + OpeningResponse.CHOICE)
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
                            + agreement(OtherHandshake.open(c, "permessage-deflate; server_max_window_bits=10")));
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
                        Acceptance plain = OtherHandshake.open(c, "permessage-deflate; client_max_window_bits");
                        c.saw(agreement(acceptance).equals(agreement(plain)) ? "as without blanks"
                                : agreement(acceptance) + ", and without blanks " + agreement(plain));
                    });
        });
        // "finds that the client did not send a handshake that matches" (§4.2.1): who has no subprotocols need not look
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
