package conformance.sections;

import static conformance.wire.Frame.text;

import conformance.suite.Need;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** RFC 3629 §3 and §4: which bytes are UTF-8, at the borders of each row of its table. */
final class Utf8Table extends TextGroup {
    /** What has its case already. */
    private final Set<String> tabled = new HashSet<>();

    @Override
    protected void write() {
        section("3629-3", "UTF-8 definition");
        table();
        leads();
    }

    private void table() {
        for (int[][] row : Utf8Rows.ALL) {
            String name = "row " + String.format("%02x", row[0][0]) + (row[0][0] == row[0][1] ? ""
                    : String.format("-%02x", row[0][1]));
            for (byte[] good : List.of(Utf8Rows.lowest(row), Utf8Rows.highest(row))) {
                valid3629(name, good);
                for (int at = 0; at < row.length; at++) {
                    byte[] other = Utf8Rows.with(good, at, row[at][Arrays.equals(good, Utf8Rows.lowest(row)) ? 1 : 0]);
                    if (!Arrays.equals(other, good)) {
                        valid3629(name + ", byte " + (at + 1) + " at its other border", other);
                    }
                }
            }
            for (byte[] good : List.of(Utf8Rows.lowest(row), Utf8Rows.highest(row))) {
                for (int at = 1; at < row.length; at++) {
                    invalid3629("3629-3-1", name + ", byte " + (at + 1) + " below its range",
                            Utf8Rows.with(good, at, row[at][0] - 1));
                    invalid3629("3629-3-1", name + ", byte " + (at + 1) + " above its range",
                            Utf8Rows.with(good, at, row[at][1] + 1));
                    if (row[at][0] != 0x80 || row[at][1] != 0xBF) { // a tail, but not for this first byte
                        invalid3629("3629-3-1", name + ", byte " + (at + 1) + " at the other end of the tails",
                                Utf8Rows.with(good, at, row[at][0] == 0x80 ? 0xBF : 0x80));
                    }
                    invalid3629("3629-3-1", name + ", byte " + (at + 1) + " a first byte",
                            Utf8Rows.with(good, at, 0xC2));
                }
            }
        }
        must("each-code-point", "each code point from U+0000 to U+10FFFF that UTF-8 has, in texts of 4096", VALID)
                .covers("3629-3-1", "8.1-4").needs(Need.ECHO, Need.VOLUME)
                .run(c -> {
                    c.open();
                    for (int first = 0; first <= 0x10FFFF; first += 0x1000) {
                        if (first >= 0xD800 && first < 0xE000) {
                            continue;
                        }
                        String text = characters(first, first == 0xD000 ? 0xD7FF : first + 0xFFF);
                        c.send(text(text));
                        c.expectText(text);
                    }
                    c.expectQuiet();
                });
    }

    private void valid3629(String what, byte[] text) {
        if (tabled.add(digits(text))) { // else two rows, or two places of one, meet here
            valid("good-" + digits(text), what, text, new String[] {"3629-3-1", "8.1-4"}, Form.WHOLE, Form.BYTES);
        }
    }

    private void invalid3629(String row, String what, byte[] text) {
        if (tabled.add(digits(text))) {
            invalid("bad-" + digits(text), INVALID, row, what, text, Form.WHOLE, Form.BYTES);
        }
    }

    private void leads() {
        for (int first = 0x80; first <= 0xFF; first++) {
            boolean tooLong = first >= 0xF8 && first < 0xFE;
            if (first >= 0xC2 && first <= 0xF4) {
                continue;
            }
            if (first < 0xC0 && first != 0x80 && first != 0x8F && first != 0x90 && first != 0x9F && first != 0xA0
                    && first != 0xBF) {
                continue;
            }
            int tails = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF8 ? 3 : first < 0xFC ? 4 : 5;
            for (byte tail : new byte[] {(byte) 0x80, (byte) 0xBF}) {
                byte[] text = new byte[1 + tails];
                Arrays.fill(text, tail);
                text[0] = (byte) first;
                if (tails > 0 || tail == (byte) 0x80) {
                    invalid3629(tooLong ? "3629-3-2" : "3629-3-1", "a first byte that UTF-8 doesn't have", text);
                }
            }
        }
        for (int first = 0xF5; first <= 0xFF; first++) {
            invalid3629(first >= 0xF8 && first < 0xFE ? "3629-3-2" : "3629-3-1",
                    "a first byte that UTF-8 doesn't have, alone", new byte[] {'a', (byte) first, 'b'});
        }
    }
}
