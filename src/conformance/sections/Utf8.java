package conformance.sections;

import static conformance.wire.Bytes.concat;
import static conformance.wire.Bytes.hex;
import static conformance.wire.Bytes.utf8;
import static conformance.wire.CloseCode.INVALID_PAYLOAD;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.pong;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Need;
import conformance.wire.Answer;
import conformance.wire.Frame;
import conformance.wire.Opcode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** RFC 6455 §8.1: text is UTF-8, and what is not fails the connection. */
final class Utf8 extends TextGroup {
    private static final String ENDS_WITHIN = "a message that ends within a character fails the connection";
    /** Bytes before the payload of a short masked frame. */
    private static final int HEADER = 6;
    private static final String RESET = "each message begins anew, and frames between its fragments are no part of it";

    @Override
    protected void write() {
        section("8.1", "Handling of errors in UTF-8-encoded data");
        messages();
        wellKnown();
        cutOff();
        early();
        state();
        segments();
        handshake();
    }

    private void messages() {
        valid("no-text", "no text at all", new byte[0], Form.WHOLE, Form.EMPTY_END);
        valid("all-lengths", "a text of all lengths of characters", utf8("Hello-µ@ßöäüàá-UTF-8!! κόσμε 😀"),
                Form.values());
        byte[] bad = concat(utf8("κόσμε"), hex("eda080"), utf8("edited"));
        invalid("greek-surrogate-edited", INVALID, "8.1-1", "a Greek word, a surrogate, and more", bad, Form.values());
        invalid("ff-behind-200", INVALID, "8.1-1", "a bad byte behind 200 good ones", concat(utf8("x".repeat(200)),
                hex("ff")), Form.values());
        invalid("ff-before-200", INVALID, "8.1-1", "a bad byte before 200 good ones",
                concat(hex("ff"), utf8("x".repeat(200))), Form.values());
        invalid("c0-within-70000", INVALID, "8.1-1", "a bad byte within 70000 good ones",
                concat(utf8("x".repeat(65_000)), hex("c0"), utf8("x".repeat(5_000))), Form.WHOLE, Form.HALVES);
        invalid("ff-behind-69999", INVALID, "8.1-1", "a bad byte behind 69999 good ones",
                concat(utf8("x".repeat(69_999)), hex("ff")), Form.WHOLE, Form.HALVES);
        must("bad-byte-by-byte", "a bad text in writes of one byte", INVALID)
                .covers("8.1-1", "2.1-1")
                .run(c -> {
                    c.open();
                    c.sendInPieces(1, text(bad));
                    c.expectFailure(INVALID_PAYLOAD, PROTOCOL_ERROR);
                });
        must("good-then-bad", "a good text, then a bad one, then a Ping, in one write", INVALID
                + ", and what follows it is not looked at")
                .covers("8.1-1", "7.1.7-5")
                .run(c -> {
                    c.open();
                    c.send(text("good"), text(bad), ping("unseen"));
                    c.skipTexts("good");
                    c.expectFailure(INVALID_PAYLOAD, PROTOCOL_ERROR);
                });
    }

    private void wellKnown() {
        Utf8Samples.good().forEach((name, what, digits) -> valid(name, what, hex(digits), Form.WHOLE, Form.BYTES));
        Utf8Samples.unchanged().forEach((name, what, text) -> valid(name, what, utf8(text), Form.WHOLE));
        Utf8Samples.nonCharacters().forEach((name, what, text) -> valid(name, what, utf8(text), Form.WHOLE));
        valid("non-characters-fdd0-fdef", "the non-characters U+FDD0 to U+FDEF",
                utf8(characters(0xFDD0, 0xFDEF)), Form.WHOLE, Form.BYTES);
        Utf8Samples.bad().forEach((name, what, digits) -> invalid(name, INVALID, "3629-3-1", what, hex(digits),
                Form.WHOLE, Form.BYTES));
    }

    /** A segment of TCP ends within a character: that is no end of the text. */
    private void segments() {
        for (String character : List.of("é", "€", "😀")) {
            byte[] bytes = utf8(character);
            byte[] whole = utf8('a' + character + 'b');
            for (int at = 1; at < bytes.length; at++) {
                int cut = 1 + at;
                String parts = HexFormat.of().formatHex(whole, 0, cut) + '-' + HexFormat.of()
                        .formatHex(whole, cut, whole.length);
                must("segments-" + parts, "a text in two writes: " + parts, "a segment may end within a character")
                        .covers("8.1-4", "6.2-1", "2.1-1").needs(Need.ECHO)
                        .run(c -> {
                            c.open();
                            c.sendCut(HEADER + cut, text(whole));
                            c.expectText(whole);
                            c.expectQuiet();
                        });
                must("reason-" + parts, "a Close whose reason comes in two writes: " + parts,
                        "a segment may end within a character")
                        .covers("5.5.1-10", "6.2-1", "2.1-1")
                        .run(c -> {
                            c.open();
                            c.sendCut(HEADER + 2 + cut, close(1000, whole));
                            c.expectCleanClose();
                        });
            }
        }
        for (String parts : List.of("61c3-2862", "61e2-28a162", "61e282-2862", "61f09f98-2862", "61ed-a08062",
                "61f4-90808062", "61e0-808062")) {
            byte[] first = hex(parts.substring(0, parts.indexOf('-')));
            byte[] whole = hex(parts.replace("-", ""));
            must("segments-bad-" + parts, "a text that is not UTF-8, in two writes: " + parts, INVALID)
                    .covers("8.1-1", "6.2-1", "2.1-1")
                    .run(c -> {
                        c.open();
                        c.sendCut(HEADER + first.length, text(whole));
                        c.expectFailure(INVALID_PAYLOAD, PROTOCOL_ERROR);
                    });
        }
        must("segments-of-fragments-f0-9f98-80",
                "a character of four bytes, one of them in the first fragment and a write that ends behind the third",
                "a segment may end within a character")
                .covers("8.1-4", "5.6-2", "6.2-1").needs(Need.ECHO)
                .run(c -> {
                    c.open();
                    c.sendCut(HEADER + 1 + HEADER + 2, text(hex("f0")).notFinal(), continuation(hex("9f9880")));
                    c.expectText("😀");
                    c.expectQuiet();
                });
    }

    /** Of each row of the table, all that is too short. */
    private void cutOff() {
        for (int[][] row : Utf8Rows.ALL) {
            byte[] sequence = Utf8Rows.lowest(row);
            for (int length = 1; length < sequence.length; length++) {
                byte[] head = Arrays.copyOf(sequence, length);
                String name = length + "-of-" + digits(sequence);
                String what = length + " of " + sequence.length + " bytes of " + digits(sequence);
                invalid(name + "-at-the-end", ENDS_WITHIN, "8.1-3", what + " at the end", concat(utf8("ab"), head),
                        Form.values());
                invalid(name + "-and-a-letter", INVALID, "8.1-1", what + " and a letter", concat(head, utf8("x")),
                        Form.WHOLE, Form.BYTES);
                invalid(name + "-twice", INVALID, "8.1-1", what + " and the same again", concat(head, sequence),
                        Form.WHOLE);
            }
        }
        invalid("lead-behind-124", ENDS_WITHIN, "8.1-3", "a first byte behind 124 letters",
                concat(utf8("x".repeat(124)), hex("e2")), Form.WHOLE);
        invalid("lead-behind-65535", ENDS_WITHIN, "8.1-3", "a first byte behind 65535 letters",
                concat(utf8("x".repeat(65_535)), hex("f0")), Form.WHOLE);
    }

    /** That is good practice, not a rule: §8.1 only says that the connection fails. */
    private void early() {
        Map<String, String> beginnings = new LinkedHashMap<>();
        beginnings.put("ff", "a byte that UTF-8 doesn't have");
        beginnings.put("c0", "the beginning of an overlong form");
        beginnings.put("eda0", "the beginning of a surrogate");
        beginnings.put("f490", "the beginning of a number above U+10FFFF");
        beginnings.put("80", "a lone continuation byte");
        beginnings.forEach((digits, name) -> info("first-fragment-" + digits, "a first fragment with " + name + ", "
                + digits + ", and a Ping", "a fault may be told before its message has ended")
                .covers("8.1-5")
                .run(c -> {
                    c.open();
                    c.send(text(concat(utf8("x"), hex(digits))).notFinal(), ping("still there?"));
                    if (c.peek() instanceof Event.Close) {
                        c.expectFailure(INVALID_PAYLOAD, PROTOCOL_ERROR);
                        c.saw("fails at once");
                        return;
                    }
                    c.expectPong("still there?");
                    c.send(continuation(""));
                    c.expectFailure(INVALID_PAYLOAD, PROTOCOL_ERROR);
                    c.saw("fails when the message has ended");
                }));
        info("first-10-bytes", "a frame that announces 20 bytes, of which the first 10 are no UTF-8",
                "a fault may be told before its frame has ended")
                .covers("8.1-5")
                .run(c -> {
                    byte[] bytes = c.bytesOf(text(concat(hex("ff"), utf8("x".repeat(19)))));
                    Client other = c.another();
                    c.open();
                    c.sendBytes(Arrays.copyOf(bytes, 16));
                    other.open();
                    other.expectQuiet();
                    boolean early = c.next(20) instanceof Event.Close;
                    c.saw(early ? "fails at once" : "fails when the frame has ended, or the message");
                });
        mayBecome("€", 1);
        mayBecome("€", 2);
        mayBecome("😀", 2);
        mayBecome("😀", 3);
    }

    private void mayBecome(String character, int bytes) {
        byte[] whole = utf8(character);
        byte[] head = Arrays.copyOf(whole, bytes);
        String digits = HexFormat.of().formatHex(head);
        should("may-become-utf8-" + digits, "a first fragment that ends within a character, " + digits
                + ", a Ping, then the rest",
                "what may still become UTF-8 is no fault")
                .covers("5.5.2-4", "8.1-4", "5.6-2")
                .run(c -> {
                    c.open();
                    c.send(text(head).notFinal(), ping("still there?"));
                    c.expectPong("still there?");
                    c.send(continuation(Arrays.copyOfRange(whole, head.length, whole.length)));
                    c.expectTextIfEchoing(character);
                    c.expectQuiet();
                });
    }

    private void state() {
        byte[] head = hex("e282"); // of the sign for Euro
        byte[] tail = hex("ac");
        failing("half-then-text-with-rest", "a text that ends within a character, then a text with the rest of it",
                text(head), text(tail));
        failing("half-then-ping-with-rest", "a text that ends within a character, a Ping with the rest of it, a text",
                text(head), ping(tail), text("x"));
        failing("half-ping-with-rest-last-fragment",
                "half a character, a Ping with the rest of it, then a last fragment", text(head).notFinal(), ping(tail),
                continuation("x"));
        failing("half-pong-with-rest-empty-fragment",
                "half a character, a Pong with the rest of it, then an empty last fragment", text(head).notFinal(),
                pong(tail), continuation(""));
        failing("half-binary-then-text-with-rest", "a binary with half a character, then a text with the rest of it",
                binary(head), text(tail));
        failing("half-fragment-then-binary-with-rest",
                "a text that ends within a character in a fragment, then a binary with the rest of it", text("a")
                .notFinal(), continuation(head), binary(tail));

        good("half-binary-then-text", "a binary with half a character, then a text", binary(head), text("Hello"));
        good("half-binary-in-fragments-then-text",
                "a binary with half a character in fragments, then a text in fragments", binary(head).notFinal(),
                continuation(head), text("Hel").notFinal(), continuation("lo"));
        good("bad-pings-within-text",
                "a text with half a character, Pings and Pongs with bytes that are no UTF-8, then the rest of it",
                text(head).notFinal(), ping(hex("ff80")), pong(hex("c0")), continuation(tail));
        good("fragments-then-text", "a text of fragments, then a text", text(head).notFinal(), continuation(tail),
                text("Hello"));
        must("half-then-close", "half a character, then a Close with a good reason",
                "the reason of a Close is no part of the message")
                .covers("8.1-8", "8.1-6")
                .run(c -> {
                    c.open();
                    c.send(text(head).notFinal(), close(1000, "bye"));
                    c.expectCleanClose();
                });
        must("half-then-close-with-rest", "half a character, then a Close with the rest of it as its reason",
                "the reason of a Close is no part of the message")
                .covers("8.1-6", "8.1-8")
                .run(c -> {
                    c.open();
                    c.send(text(head).notFinal(), close(1000, tail));
                    c.expectFailure(INVALID_PAYLOAD, PROTOCOL_ERROR);
                });
        must("half-here-rest-there", "half a character on one connection, its rest on another", RESET)
                .covers("8.1-8")
                .run(c -> {
                    Client other = c.another();
                    c.open();
                    other.open();
                    c.send(text(head).notFinal());
                    c.awaitRead();
                    other.send(text(tail));
                    other.expectFailure(INVALID_PAYLOAD, PROTOCOL_ERROR);
                    c.send(continuation(tail));
                    c.expectTextIfEchoing("€");
                    c.expectQuiet();
                });
    }

    private void failing(String name, String sent, Frame... frames) {
        must(name, sent, RESET)
                .covers("8.1-8", "8.1-3")
                .run(c -> {
                    c.open();
                    c.send(frames);
                    while (c.isEchoing() && c.peek() instanceof Event.Message message
                            && message.opcode() == Opcode.BINARY) {
                        c.next(); // the echo of the binary
                    }
                    while (c.peek() instanceof Event.Pong) {
                        c.next(); // of the Ping within the message
                    }
                    c.expectFailure(INVALID_PAYLOAD, PROTOCOL_ERROR);
                });
    }

    private void good(String name, String sent, Frame... frames) {
        must(name, sent, RESET)
                .covers("8.1-8", "8.1-4").needs(Need.ECHO)
                .run(c -> {
                    c.open();
                    c.send(frames);
                    byte[] message = {};
                    int type = 0;
                    for (Frame frame : frames) {
                        if (frame.opcode() == Opcode.PING) {
                            c.expectPong(frame.payload());
                        } else if (!Opcode.isControl(frame.opcode())) {
                            type = frame.opcode() == Opcode.CONTINUATION ? type : frame.opcode();
                            message = concat(frame.opcode() == Opcode.CONTINUATION ? message : new byte[0],
                                    frame.payload());
                            if (frame.isFinal()) {
                                c.expectMessage(type, message);
                            }
                        }
                    }
                    c.expectQuiet();
                });
    }

    /** Whether a server reads any of it as UTF-8 can't be seen; that it answers as HTTP has it, can. */
    private void handshake() {
        Variants<String> targets = new Variants<>();
        targets.put("query-ff", "%FF in the query", "%FF");
        targets.put("query-overlong", "an overlong slash in the query", "%C0%AF");
        targets.put("query-surrogate", "a surrogate in the query", "%ED%A0%80");
        targets.forEach((name, what, value) -> must(name, "a handshake with " + what,
                "what is read as UTF-8 and is none is refused; if it isn't read, the handshake goes on")
                .covers("8.1-7")
                .run(c -> {
                    String resource = c.target().resource();
                    c.request(c.handshake().resource(resource + (resource.contains("?") ? "&" : "?") + "name="
                            + value));
                    acceptedOrRefused(c);
                }));
        must("field-ff", "a handshake with the byte ff in a header that nobody needs",
                "what is read as UTF-8 and is none is refused; if it isn't read, the handshake goes on")
                .covers("8.1-7")
                .run(c -> {
                    c.request(c.handshake().with("X-Name", "\u00ff\u00c0\u00af"));
                    acceptedOrRefused(c);
                });
    }

    private static void acceptedOrRefused(Client c) {
        Answer answer = c.answerThatShouldCome(); // §8.1 "MUST _Fail the WebSocket Connection_" may be the end of TCP
        if (answer.status() == 101) {
            c.accept(answer);
            c.expectQuietOrEnd();
        } else {
            c.check(answer.status() >= 300, "HTTP 101, or a refusal", answer);
            c.saw("refused with " + answer.status());
        }
    }
}
