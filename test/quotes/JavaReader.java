package quotes;

import java.util.ArrayList;
import java.util.List;

/** Takes comments and strings out of a Java source. */
final class JavaReader {
    private enum Kind { CODE, LINE_COMMENT, STRING }

    private final String source;
    private final List<Prose> found = new ArrayList<>();
    private Prose current = new Prose();
    private Kind last = Kind.CODE;
    private int at;
    private int line = 1;

    JavaReader(String source) {
        this.source = source;
    }

    List<Prose> read() {
        while (at < source.length()) {
            if (source.startsWith("//", at)) {
                lineComment();
            } else if (source.startsWith("/*", at)) {
                blockComment();
            } else if (source.startsWith("\"\"\"", at)) {
                begin(Kind.STRING);
                skip(3);
                string("\"\"\"");
            } else if (source.charAt(at) == '"') {
                begin(Kind.STRING);
                skip(1);
                string("\"");
            } else if (source.charAt(at) == '\'') {
                character();
            } else {
                char c = source.charAt(at);
                if (!Character.isWhitespace(c) && !(c == '+' && last == Kind.STRING)) {
                    begin(Kind.CODE);
                }
                skip(1);
            }
        }
        begin(Kind.CODE);
        return found;
    }

    /** Prose goes on as long as its kind does; code ends it. */
    private void begin(Kind kind) {
        if (kind != last || kind == Kind.CODE) {
            if (!current.isEmpty()) {
                found.add(current);
            }
            current = new Prose();
        }
        last = kind;
    }

    private void skip(int characters) {
        for (int i = 0; i < characters; i++) {
            line += source.charAt(at++) == '\n' ? 1 : 0;
        }
    }

    private void take() {
        current.add(source.charAt(at), line);
        skip(1);
    }

    private void lineComment() {
        begin(Kind.LINE_COMMENT);
        skip(2);
        while (at < source.length() && source.charAt(at) != '\n') {
            take();
        }
        current.add(' ', line);
    }

    private void blockComment() {
        begin(Kind.CODE);
        skip(source.startsWith("/**", at) ? 3 : 2);
        while (at < source.length() && !source.startsWith("*/", at)) {
            boolean begins = source.charAt(at) == '\n';
            take();
            if (begins) {
                while (at < source.length() && Character.isWhitespace(source.charAt(at)) && source.charAt(at) != '\n') {
                    skip(1);
                }
                skip(source.startsWith("*", at) && !source.startsWith("*/", at) ? 1 : 0);
            }
        }
        skip(Math.min(2, source.length() - at));
        begin(Kind.CODE);
    }

    private void string(String end) {
        while (at < source.length() && !source.startsWith(end, at)) {
            if (source.charAt(at) == '\\' && at + 1 < source.length()) {
                skip(1); // of the escapes, only that of a quote matters
                current.add(source.charAt(at) == '"' ? '"' : ' ', line);
                skip(1);
            } else {
                take();
            }
        }
        skip(Math.min(end.length(), source.length() - at));
    }

    private void character() {
        begin(Kind.CODE);
        skip(1);
        while (at < source.length() && source.charAt(at) != '\'') {
            skip(source.charAt(at) == '\\' ? Math.min(2, source.length() - at) : 1);
        }
        skip(Math.min(1, source.length() - at));
    }
}
