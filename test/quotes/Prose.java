package quotes;

import java.util.ArrayList;
import java.util.List;

/** A piece of what a source says to people, as one line, with the numbers of the lines that its characters are on. */
final class Prose {
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> lines = new ArrayList<>();

    String text() {
        return text.toString();
    }

    int line(int index) {
        return lines.get(index);
    }

    boolean isEmpty() {
        return text.length() == 0;
    }

    /** White space becomes one blank. */
    void add(char c, int line) {
        boolean blank = Character.isWhitespace(c);
        if (blank && (text.length() == 0 || text.charAt(text.length() - 1) == ' ')) {
            return;
        }
        text.append(blank ? ' ' : c);
        lines.add(line);
    }

    /** A document that is prose as a whole. */
    static List<Prose> ofText(String text) {
        Prose all = new Prose();
        int line = 1;
        for (char c : text.toCharArray()) {
            all.add(c, line);
            line += c == '\n' ? 1 : 0;
        }
        return List.of(all);
    }

    /** Comments and strings of a Java source. Consecutive comment lines are one, and so are strings joined by +. */
    static List<Prose> ofJava(String source) {
        return new JavaReader(source).read();
    }
}
