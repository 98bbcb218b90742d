package conformance.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The matrix: all requirements, in the order of {@code requirements.txt}, whose head explains the columns. */
public final class Requirements {
    private static final String FILE = "/conformance/requirements.txt";
    private static final int CELLS = 7;
    private static final Pattern CITATION = Pattern.compile("(?:RFC (\\d{4}) )?§(\\d+(?:\\.\\d+)*)");
    private static final Requirements ALL = load();

    private final Map<String, Requirement> byId;

    private Requirements(Map<String, Requirement> byId) {
        this.byId = byId;
    }

    /** Those of the suite. */
    public static Requirements all() {
        return ALL;
    }

    private static Requirements load() {
        try (InputStream in = Requirements.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return parse(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    /** @throws IllegalArgumentException that names the line, if one is wrong */
    static Requirements parse(String text) {
        Map<String, Requirement> byId = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\n")) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                Requirement row = row(line);
                check(byId.put(row.id(), row) == null, row.id() + " is there twice");
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("requirements.txt:" + number + ": " + e.getMessage(), e);
            }
        }
        return new Requirements(byId);
    }

    private static Requirement row(String line) {
        String[] cells = line.split("\t", -1);
        check(cells.length == CELLS, CELLS + " cells are separated by tabs, not " + cells.length);
        for (String cell : cells) {
            check(!cell.isEmpty() && cell.equals(cell.strip()), "an empty cell, or blanks around one");
        }
        Matcher citation = CITATION.matcher(cells[4]);
        check(citation.matches(), "no section as §5.5.2 or RFC 7692 §7.2.1: " + cells[4]);
        int rfc = citation.group(1) == null ? Requirement.WEBSOCKET : Integer.parseInt(citation.group(1));
        return new Requirement(cells[0], constant(Level.class, cells[1]), constant(Party.class, cells[2]),
                cells[3].equals("-") ? "" : cells[3], rfc, citation.group(2), cells[5], cells[6]);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants()).filter(each -> each.toString().equals(name)).findFirst()
                .orElseThrow(
                () -> new IllegalArgumentException("no " + type.getSimpleName().toLowerCase(Locale.ROOT) + ": "
                        + name));
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** @throws IllegalArgumentException if there is none */
    public Requirement get(String id) {
        Requirement row = byId.get(id);
        check(row != null, "no requirement " + id);
        return row;
    }

    public List<Requirement> rows() {
        return List.copyOf(byId.values());
    }
}
