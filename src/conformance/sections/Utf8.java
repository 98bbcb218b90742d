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

    // §8.1

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

    /** The sequences of Markus Kuhn's UTF-8 decoder stress test, which all use, and the edges of planes. */
    private void wellKnown() {
        Variants<String> good = new Variants<>();
        good.put("u-0000", "U+0000", "00");
        good.put("u-0000-within-text", "U+0000 within text", "61 00 62");
        good.put("u-007f", "U+007F", "7f");
        good.put("u-0080", "U+0080", "c280");
        good.put("u-07ff", "U+07FF", "dfbf");
        good.put("u-0800", "U+0800", "e0a080");
        good.put("u-d7ff", "U+D7FF, before the surrogates", "ed9fbf");
        good.put("u-e000", "U+E000, behind the surrogates", "ee8080");
        good.put("u-fffd", "U+FFFD, the replacement character", "efbfbd");
        good.put("u-feff-first", "U+FEFF, a byte order mark, at the beginning", "efbbbf 61");
        good.put("u-feff-alone", "U+FEFF, a byte order mark, alone", "efbbbf");
        good.put("u-ffff", "U+FFFF", "efbfbf");
        good.put("u-10000", "U+10000", "f0908080");
        good.put("u-10ffff", "U+10FFFF", "f48fbfbf");
        good.put("not-composed", "an e and an accent, not composed", "65 cc81");
        good.forEach((name, what, digits) -> valid(name, what, hex(digits), Form.WHOLE, Form.BYTES));
        unchanged();
        for (int plane = 0; plane <= 16; plane++) {
            String text = Character.toString(plane << 16 | 0xFFFE) + Character.toString(plane << 16 | 0xFFFF);
            valid("non-characters-of-plane-" + plane, "the two non-characters at the end of plane " + plane, utf8(text),
                    Form.WHOLE);
        }
        valid("non-characters-fdd0-fdef", "the non-characters U+FDD0 to U+FDEF", utf8(characters(0xFDD0, 0xFDEF)),
                Form.WHOLE, Form.BYTES);

        Variants<String> bad = new Variants<>();
        for (int count = 1; count <= 7; count++) {
            bad.put(count + "-tails", count + " continuation bytes", "80bf80bf80bf80".substring(0, 2 * count));
        }
        bad.put("all-tails", "all 64 continuation bytes", all(0x80, 0xBF, ""));
        bad.put("all-leads-of-2", "all lone first bytes of 2, each with a blank", all(0xC0, 0xDF, "20"));
        bad.put("all-leads-of-3", "all lone first bytes of 3, each with a blank", all(0xE0, 0xEF, "20"));
        bad.put("all-leads-of-4", "all lone first bytes of 4, each with a blank", all(0xF0, 0xF7, "20"));
        bad.put("all-leads-of-5-and-6", "all lone first bytes of 5 and 6, each with a blank", all(0xF8, 0xFD, "20"));
        bad.put("byte-fe", "fe", "fe");
        bad.put("byte-ff", "ff", "ff");
        bad.put("bytes-fe-ff", "fe and ff", "fefeffff");
        bad.put("slash-2-bytes", "a slash in 2 bytes", "c0af");
        bad.put("slash-3-bytes", "a slash in 3 bytes", "e080af");
        bad.put("slash-4-bytes", "a slash in 4 bytes", "f08080af");
        bad.put("slash-5-bytes", "a slash in 5 bytes", "f8808080af");
        bad.put("slash-6-bytes", "a slash in 6 bytes", "fc80808080af");
        bad.put("u-007f-2-bytes", "U+007F in 2 bytes", "c1bf");
        bad.put("u-07ff-3-bytes", "U+07FF in 3 bytes", "e09fbf");
        bad.put("u-ffff-4-bytes", "U+FFFF in 4 bytes", "f08fbfbf");
        bad.put("u-1fffff-5-bytes", "U+1FFFFF in 5 bytes", "f887bfbfbf");
        bad.put("u-3ffffff-6-bytes", "U+3FFFFFF in 6 bytes", "fc83bfbfbfbf");
        bad.put("u-0000-2-bytes", "U+0000 in 2 bytes", "c080");
        bad.put("u-0000-3-bytes", "U+0000 in 3 bytes", "e08080");
        bad.put("u-0000-4-bytes", "U+0000 in 4 bytes", "f0808080");
        bad.put("u-0000-5-bytes", "U+0000 in 5 bytes", "f880808080");
        bad.put("u-0000-6-bytes", "U+0000 in 6 bytes", "fc8080808080");
        for (String surrogate : new String[] {"eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf"}) {
            bad.put("surrogate-" + surrogate, "the surrogate " + surrogate, surrogate);
        }
        bad.put("surrogate-pair", "a pair of surrogates, as CESU-8 has it", "eda080 edb080");
        bad.put("last-surrogate-pair", "the last pair of surrogates, as CESU-8 has it", "edafbf edbfbf");
        bad.put("u-110000", "U+110000", "f4908080");
        bad.put("u-1fffff", "U+1FFFFF", "f7bfbfbf");
        bad.put("u-200000", "U+200000", "f888808080");
        bad.put("u-4000000", "U+4000000", "fc8480808080");
        bad.put("u-7fffffff", "U+7FFFFFFF", "fdbfbfbfbfbf");
        bad.put("latin-1", "Latin-1", "66fc72");
        bad.put("utf-16-mark", "UTF-16 with its mark", "fffe4800");
        bad.forEach((name, what, digits) -> invalid(name, INVALID, "3629-3-1", what, hex(digits), Form.WHOLE,
                Form.BYTES));
    }

    /** What is often changed on the way: line ends, composed characters, NUL, the mark, what doesn't show. */
    private void unchanged() {
        Variants<String> texts = new Variants<>();
        texts.put("line-ends", "line ends of each kind: CR, LF, CR LF, LF CR", "a\rb\nc\r\nd\n\re");
        texts.put("line-feed", "a line feed alone", "\n");
        texts.put("line-end-last", "a line end at the end", "a\r\n");
        texts.put("line-ends-only", "nothing but line ends", "\r\n\n\r\r");
        texts.put("blanks-around", "blanks and tabs at both ends", " \t a \t ");
        texts.put("blanks-only", "nothing but blanks", "   ");
        texts.put("u-feff-within", "U+FEFF within text", "a\uFEFFb");
        texts.put("u-feff-last", "U+FEFF at the end", "a\uFEFF");
        texts.put("u-feff-twice", "U+FEFF twice", "\uFEFF\uFEFF");
        texts.put("u-fffe-first", "U+FFFE, a swapped byte order mark, at the beginning", "\uFFFEa");
        texts.put("u-0000-first", "U+0000 at the beginning", "\0a");
        texts.put("u-0000-last", "U+0000 at the end", "a\0");
        texts.put("controls", "all control characters below U+0020, and U+007F", characters(0, 0x1F) + "\u007F");
        texts.put("more-controls", "the control characters U+0080 to U+009F", characters(0x80, 0x9F));
        texts.put("composed", "characters that could be decomposed", "\u00E9\u00C5\uAC00");
        texts.put("order-of-accents", "accents in another order than the canonical one", "a\u0301\u0323");
        texts.put("hangul", "parts of a Korean syllable, not composed", "\u1100\u1161");
        texts.put("singletons", "characters that normalisation replaces by others", "\u212B\u2126\u212A");
        texts.put("compatible", "characters that have a compatible form: a ligature, a wide letter, a superscript",
                "\uFB01\uFF21\u00B2");
        texts.put("separators", "U+2028, U+2029 and U+0085", "a\u2028b\u2029c\u0085d");
        texts.put("spaces", "spaces of other widths", "\u00A0\u2003\u3000");
        texts.put("invisible", "characters that don't show: joiners, marks of direction, a soft hyphen",
                "a\u200Bb\u200D\u200E\u200F\u2060\u00AD");
        texts.put("directions", "marks that turn the direction of text", "\u202Aa\u202E\u202C\u2066\u2069");
        texts.put("private-use", "characters for private use, and tags", "\uE000\uF8FF" + Character.toString(0xF0000)
                + Character.toString(0xE0001));
        texts.put("markup", "what HTML and XML escape", "<a b=\"c\">&amp;'</a>");
        texts.put("escapes", "what looks like escapes", "\\n \\u0041 \\\\ %41 &#65; \\x41 \\0");
        texts.put("letters-of-both-cases", "letters that change with case or language", "I\u0131\u0130i\u00DF\u1E9E");
        texts.forEach((name, what, text) -> valid(name, what, utf8(text), Form.WHOLE));
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

    private static String all(int first, int last, String behind) {
        StringBuilder digits = new StringBuilder();
        for (int b = first; b <= last; b++) {
            digits.append(String.format("%02x", b)).append(behind);
        }
        return digits.toString();
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
