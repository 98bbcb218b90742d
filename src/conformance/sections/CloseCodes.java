package conformance.sections;

import static conformance.wire.Bytes.hex;
import static conformance.wire.Bytes.pattern;
import static conformance.wire.CloseCode.INVALID_PAYLOAD;
import static conformance.wire.CloseCode.NONE;
import static conformance.wire.CloseCode.NORMAL;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.CloseCode.UNSUPPORTED_DATA;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.frame;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Frame;

/**
 * RFC 6455 §7.4: the codes of Close frames. That certain codes are not sent binds who sends them; what is to be done
 * with such a Close the RFC doesn't say. So sending them back breaks the MUST of three of them and what §7.4 says of
 * the others; taking them in silence only a SHOULD: "Incoming data MUST always be validated", and for what is invalid
 * the endpoint "SHOULD send a Close frame with an appropriate status code" (§10.7). A code is "an integer number
 * between 1000 and 4999" (§11.7), but that is a rule for the registry and not for who gets one.
 */
final class CloseCodes extends Group {
    private static final String GOOD = "a code that may be sent is taken: the Close is answered";
    private static final String NEVER_BACK =
            "a code that must not be sent is not sent back: any other ends the connection";
    private static final String NOT_BACK =
            "a code that is reserved or not used is not sent back: any other ends the connection";
    private static final String REFUSED =
            "a Close with a code that must not be sent, is reserved or not used is not valid: 1002 is the "
                    + "fitting answer";

    @Override
    protected void write() {
        section("7.4.1", "Defined status codes");
        for (int code : new int[] {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011}) {
            good(code, code == 1010 ? "7.4.1-13" : "7.4.1-2");
        }
        bad("7.4.1-6", 1004);
        bad("7.4.1-3", 1005);
        bad("7.4.1-4", 1006);
        bad("7.4.1-5", 1015);
        fitting();
        section("7.4.2", "Reserved status code ranges");
        for (int code : new int[] {3000, 3001, 3999, 4000, 4001, 4999}) {
            good(code, "7.4.2-4");
        }
        for (int code : new int[] {1012, 1013, 1014}) {
            unspoken(code, "",
                    "codes that IANA's registry got after RFC 6455: they may be taken, or refused as unknown",
                    "7.4.2-3", "7.4.1-1");
        }
        bad("7.4.2-1", 0, 1, 2, 125, 999);
        bad("7.4.2-2", 1016, 1017, 1100, 1999, 2000, 2001, 2999);
        for (int code : new int[] {5000, 5001, 10_000, 32_767, 32_768, 65_535}) {
            String open = "the registry has no code from 5000 on (§11.7); whether one is taken or refused is left open";
            unspoken(code, "", open, "7.4.2-5");
            if (code == 5000) {
                unspoken(code, "because", open, "7.4.2-5");
            }
        }
    }

    private static void closing(Client c, int code, String reason) {
        c.open();
        c.send(close(code, reason));
        c.expectCleanClose(code);
    }

    private void good(int code, String row) {
        must("close-" + code, "a Close with " + code, GOOD)
                .covers(row, "5.5.1-10", "7.4.1-1", "7.4.1-3", "7.4.1-14")
                .run(c -> closing(c, code, ""));
        must("close-" + code + "-with-reason", "a Close with " + code + " and a reason", GOOD)
                .covers(row, "5.5.1-10", "7.4.1-1", "7.4.1-3", "7.4.1-14")
                .run(c -> closing(c, code, code == 1010 ? "permessage-deflate" : "it is late, κόσμε"));
    }

    private void bad(String row, int... codes) {
        for (int code : codes) {
            String name = "not-back-" + code;
            String sent = "a Close with " + code;
            if (code == 1005 || code == 1006 || code == 1015) {
                must(name, sent, NEVER_BACK)
                        .covers(row, "7.4.1-1", "7.4.1-3")
                        .run(c -> {
                            c.open(); // the client looks at the code of each Close
                            c.send(close(code));
                            Event event = c.next();
                            c.check(event instanceof Event.Close || event instanceof Event.End,
                                    "a Close with another code, then the end of TCP", event);
                            if (event instanceof Event.Close) {
                                c.expectEnd();
                            } else {
                                c.saw("no Close");
                            }
                        });
            } else {
                seen(info(name, sent, NOT_BACK).covers(row, "7.4.1-1"), close(code));
            }
            refused(code, row);
        }
    }

    private void unspoken(int code, String reason, String requirement, String... rows) {
        seen(info("close-" + code + (reason.isEmpty() ? "" : "-with-reason"), "a Close with " + code
                + (reason.isEmpty() ? "" : " and a reason"), requirement).covers(rows), close(code, reason));
    }

    /** What the server answers to a Close with a code that no key word speaks of. */
    private static void seen(Draft draft, Frame close) {
        draft.run(c -> {
            c.open();
            c.send(close);
            Event event = c.next();
            c.check(event instanceof Event.Close || event instanceof Event.End, "a Close, or the end of TCP", event);
            if (event instanceof Event.Close) {
                c.expectEnd();
            }
            c.saw(event instanceof Event.Close ? "answered with " + event : "no Close");
        });
    }

    private void refused(int code, String row) {
        should("refuses-" + code, "a Close with " + code + " from a client that may not send it", REFUSED)
                .covers(row, "10.7-3")
                .run(c -> {
                    c.open();
                    c.send(close(code));
                    c.expectFailure(PROTOCOL_ERROR);
                });
        if (code == 999 || code == 1005 || code == 1006 || code == 2999) {
            should("refuses-" + code + "-with-reason", "a Close with " + code + " and a reason", REFUSED)
                    .covers(row, "10.7-3")
                    .run(c -> {
                        c.open();
                        c.send(close(code, "because"));
                        c.expectFailure(PROTOCOL_ERROR);
                    });
        }
    }

    private void fitting() {
        should("bad-text-is-1007", "a text that is not UTF-8",
                "1007 is for content that doesn't fit the message's type")
                .covers("7.4.1-8", "7.1.7-3", "10.7-3")
                .run(c -> {
                    c.open();
                    c.send(text(hex("48ff")));
                    c.expectFailure(INVALID_PAYLOAD);
                });
        should("bad-fragmented-text-is-1007", "a text in two fragments that is not UTF-8",
                "1007 is for content that doesn't fit the message's type")
                .covers("7.4.1-8", "7.1.7-3")
                .run(c -> {
                    c.open();
                    c.send(text(hex("48")).notFinal(), continuation(hex("e282")));
                    c.expectFailure(INVALID_PAYLOAD);
                });
        must("code-for-a-reserved-opcode", "a reserved opcode",
                "a server never sends 1005, 1006, 1015; 1010 is for clients")
                .covers("7.4.1-1", "7.4.1-3", "7.4.1-4", "7.4.1-5", "7.4.1-14")
                .run(c -> {
                    c.open();
                    c.send(frame(3, pattern(0)));
                    c.expectFailure(PROTOCOL_ERROR);
                });
        must("empty-close", "a Close without a body", "it is answered without a code or with 1000: 1005 is never sent")
                .covers("7.4.1-3")
                .run(c -> {
                    c.open();
                    c.send(close());
                    c.expectAnyClose();
                    c.expectEof();
                });
        info("binary", "a binary", "an endpoint that takes text only may refuse it with 1003")
                .covers("7.4.1-7").needs(Need.ECHO)
                .run(c -> {
                    c.open();
                    c.send(binary(pattern(5)));
                    Event event = c.next();
                    c.check(event instanceof Event.Message || (event instanceof Event.Close close
                            && close.code() == UNSUPPORTED_DATA), "an echo or 1003", event);
                    c.saw(event instanceof Event.Message ? "taken" : "refused with 1003");
                });
    }
}
