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
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The matrix: all requirements, in the order of {@code requirements.txt}, whose head explains the columns. */
public final class Requirements {
    private static final String FILE = "/conformance/requirements.txt";
    private static final Pattern ID = Pattern.compile("(\\d{4}-)?\\d+(\\.\\d+)*-\\d+");
    private static final Pattern CITATION = Pattern.compile("(?:RFC (\\d{4}) )?§(\\d+(?:\\.\\d+)*)");
    private static final String NONE = "-";
    /** RFC 2119. */
    private static final Pattern KEY_WORD = Pattern.compile("\\b(?:(?:MUST|SHALL|SHOULD)(?: NOT)?|(?:NOT )?RECOMMENDED|REQUIRED|MAY|OPTIONAL)\\b");
    private static final Set<String> MUST = Set.of("MUST", "MUST NOT", "SHALL", "SHALL NOT", "REQUIRED");
    private static final Set<String> SHOULD = Set.of("SHOULD", "SHOULD NOT", "RECOMMENDED", "NOT RECOMMENDED");
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
                if (byId.put(row.id(), row) != null) {
                    throw new IllegalArgumentException(row.id() + " is there twice");
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("requirements.txt:" + number + ": " + e.getMessage(), e);
            }
        }
        return new Requirements(byId);
    }

    private static Requirement row(String line) {
        String[] cells = line.split("\t", -1);
        check(cells.length == 7, "7 cells are separated by tabs, not " + cells.length);
        for (String cell : cells) {
            check(!cell.isBlank() && cell.equals(cell.strip()), "an empty cell, or blanks around one");
        }
        check(ID.matcher(cells[0]).matches(), "no id: " + cells[0]);
        Matcher citation = CITATION.matcher(cells[4]);
        check(citation.matches(), "no section as §5.5.2 or RFC 7692 §7.2.1: " + cells[4]);
        String keyWord = cells[3].equals(NONE) ? "" : cells[3];
        check(keyWord.isEmpty() || KEY_WORD.matcher(keyWord).matches(), "no key word: " + keyWord);
        Requirement row = new Requirement(cells[0], constant(Level.class, cells[1]), constant(Party.class, cells[2]), keyWord,
                citation.group(1) == null ? 6455 : Integer.parseInt(citation.group(1)), citation.group(2), cells[5], cells[6]);
        checkKeyWord(row);
        checkLevel(row);
        return row;
    }

    /** The key phrase has the key word, or none at all. */
    private static void checkKeyWord(Requirement row) {
        List<String> found = KEY_WORD.matcher(row.keyPhrase()).results().map(MatchResult::group).toList();
        check(row.keyWord().isEmpty() ? found.isEmpty() : found.contains(row.keyWord()),
                "the key word is " + (row.keyWord().isEmpty() ? NONE : row.keyWord()) + ", the key phrase has " + (found.isEmpty() ? NONE : String.join(", ", found)));
    }

    /** The level is what the key word says to a server; what says nothing to it is CORE or INFO. */
    private static void checkLevel(Requirement row) {
        Set<Level> levels = !row.binds().isServer() || row.keyWord().isEmpty() ? Set.of(Level.CORE, Level.INFO)
                : Set.of(MUST.contains(row.keyWord()) ? Level.MUST : SHOULD.contains(row.keyWord()) ? Level.SHOULD : Level.INFO);
        check(levels.contains(row.level()), "what binds " + row.binds() + " with the key word " + (row.keyWord().isEmpty() ? NONE : row.keyWord())
                + " is " + levels.stream().sorted().map(Level::name).collect(Collectors.joining(" or ")) + ", not " + row.level());
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants()).filter(each -> each.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + type.getSimpleName().toLowerCase(Locale.ROOT) + ": " + name));
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
