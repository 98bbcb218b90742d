package conformance.sections;

import static conformance.wire.CloseCode.INVALID_PAYLOAD;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Frame;
import java.util.HexFormat;

/**
 * Cases that send a text, good or bad, in several forms. A failure comes with 1007 or 1002 here; §7.4.1 has cases that
 * ask for 1007.
 */
abstract class TextGroup extends Group {
    static final String VALID = "text in UTF-8 is taken as it is";
    static final String INVALID = "text that is not UTF-8 fails the connection";

    /** In which frames a text is sent. */
    enum Form {
        WHOLE("", "") {
            @Override
            Frame[] frames(byte[] text) {
                return new Frame[] {text(text)};
            }
        },
        BYTES("-byte-by-byte", ", one byte a fragment") {
            @Override
            Frame[] frames(byte[] text) {
                return text(text).fragments(1);
            }
        },
        HALVES("-in-halves", ", in two fragments") {
            @Override
            Frame[] frames(byte[] text) {
                return text(text).fragments(Math.max(1, (text.length + 1) / 2));
            }
        },
        EMPTY_END("-empty-end", ", with an empty fragment behind") {
            @Override
            Frame[] frames(byte[] text) {
                return new Frame[] {text(text).notFinal(), continuation("")};
            }
        };

        private final String suffix;
        private final String words;

        Form(String suffix, String words) {
            this.suffix = suffix;
            this.words = words;
        }

        String name(String name) {
            return name + suffix;
        }

        abstract Frame[] frames(byte[] text);
    }

    /** For names and sentences: the bytes in hex, or the first of them. */
    static String digits(byte[] bytes) {
        return bytes.length == 0 ? "0 bytes" : bytes.length <= 24 ? HexFormat.of().formatHex(bytes) : HexFormat.of()
                .formatHex(bytes, 0, 20) + "…";
    }

    final void valid(String name, String what, byte[] text, Form... forms) {
        valid(name, what, text, new String[] {"8.1-4", "5.6-1", "5.6-2"}, forms);
    }

    /** @param rows the requirements that the cases cover */
    final void valid(String name, String what, byte[] text, String[] rows, Form... forms) {
        for (Form form : forms) {
            must(form.name(name), what + ": " + digits(text) + form.words, VALID)
                    .covers(rows).needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.send(form.frames(text));
                        c.expectText(text);
                        c.expectQuiet();
                    });
        }
    }

    final void invalid(String name, String requirement, String row, String what, byte[] text, Form... forms) {
        for (Form form : forms) {
            must(form.name(name), what + ": " + digits(text) + form.words, requirement)
                    .covers(form == Form.WHOLE ? "8.1-1" : "8.1-2", row, "5.6-1", "7.4.1-8", "10.7-1")
                    .run(c -> {
                        c.open();
                        c.send(form.frames(text));
                        if (isForItsLength(c, text.length)) {
                            c.skip("a text of " + text.length + " bytes is above a limit of the server");
                        }
                        c.expectFailure(INVALID_PAYLOAD, PROTOCOL_ERROR);
                    });
        }
    }

    /** Whether the connection ends as it would for any text of this length. */
    private static boolean isForItsLength(Client c, int length) {
        if (length <= 125) {
            return false;
        }
        Event event = c.peek();
        boolean fits = event instanceof Event.Close close && (close.code() == INVALID_PAYLOAD
                || close.code() == PROTOCOL_ERROR);
        return !fits && (event instanceof Event.Close || event instanceof Event.End) && c.isAboveLimit(length, event);
    }

    /** All code points from the first to the last. */
    static String characters(int first, int last) {
        StringBuilder text = new StringBuilder();
        for (int c = first; c <= last; c++) {
            text.appendCodePoint(c);
        }
        return text.toString();
    }
}
