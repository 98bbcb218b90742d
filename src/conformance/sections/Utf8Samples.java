package conformance.sections;

import static conformance.sections.TextGroup.characters;

/**
 * The sequences of Markus Kuhn's UTF-8 decoder stress test, which all use, the edges of planes, and what is often
 * changed on the way. They are in hex, unless it says that they are text.
 */
final class Utf8Samples {
    private Utf8Samples() {}

    static Variants<String> good() {
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
        return good;
    }

    /** Text. What is often changed on the way: line ends, composed characters, NUL, the mark, what doesn't show. */
    static Variants<String> unchanged() {
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
        return texts;
    }

    /** Text: of each plane the two at its end. */
    static Variants<String> nonCharacters() {
        Variants<String> texts = new Variants<>();
        for (int plane = 0; plane <= 16; plane++) {
            texts.put("non-characters-of-plane-" + plane, "the two non-characters at the end of plane " + plane,
                    Character.toString(plane << 16 | 0xFFFE) + Character.toString(plane << 16 | 0xFFFF));
        }
        return texts;
    }

    static Variants<String> bad() {
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
        return bad;
    }

    private static String all(int first, int last, String behind) {
        StringBuilder digits = new StringBuilder();
        for (int b = first; b <= last; b++) {
            digits.append(String.format("%02x", b)).append(behind);
        }
        return digits.toString();
    }
}
