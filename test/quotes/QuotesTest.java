package quotes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of quotations, on a text made up for it. */
class QuotesTest {
    private static final String TEXT = String.join("\n",
            "   1. Introduction ....................................................2",
            "   2. Frogs ...........................................................2",
            "      2.1. Green Frogs ................................................3",
            "",
            "1.  Introduction",
            "",
            "   A frog is an animal.",
            "",
            "2.  Frogs",
            "",
            "   A frog MUST be wet, and it",
            "   SHOULD be able to",
            "",
            "",
            "Author                       Standards Track                    [Page 2]",
            "\f",
            "RFC 6455                       About Frogs                   March 2026",
            "",
            "   jump.  Its sun-",
            "   glasses are optional.",
            "",
            "   1.  First, it sits, as said in Section",
            "   2.1. Then it waits.",
            "",
            "   3.  Last, it \"quacks\".",
            "",
            "   frog = skin ; with",
            "               ; spots",
            "",
            "2.1.  Green Frogs",
            "",
            "   They are green.",
            "",
            "3.  Toads",
            "",
            "   A toad is no frog.",
            "");

    private static final Rfc RFC = Rfc.parse(TEXT);

    private static List<String> found(String java) {
        return Quotations.in("F", Prose.ofJava(java)).stream().map(Quotation::toString).toList();
    }

    @Test
    void wordsAreFoundInTheirSection() {
        assertTrue(RFC.has("2", "A frog MUST be wet"));
        assertTrue(RFC.has("2.1", "They are green."));
        assertTrue(RFC.has("3", "A toad is no frog."));
        assertFalse(RFC.has("1", "A frog MUST be wet"));
        assertFalse(RFC.has("2", "They are green."), "it is in a section below");
        assertFalse(RFC.has("4", "A frog"));
        assertFalse(RFC.has("2", ""));
    }

    @Test
    void wordsAreComparedToTheLetter() {
        assertFalse(RFC.has("2", "A frog must be wet"));
        assertFalse(RFC.has("2", "a frog MUST be wet"));
        assertFalse(RFC.has("2", "A frog  MUST be dry"));
        assertFalse(RFC.has("2", "MUST be wet and it SHOULD"));
    }

    @Test
    void linesAndPagesAreFolded() {
        assertTrue(RFC.has("2", "and it SHOULD be able to jump. Its sun-glasses"));
        assertTrue(RFC.has("2", "skin ; with spots"));
        assertFalse(RFC.has("2", "About Frogs"));
        assertFalse(RFC.has("2", "Standards Track"));
    }

    @Test
    void wordsMayBeLeftOutButNotChangePlaces() {
        assertTrue(RFC.has("2", "A frog MUST ... SHOULD be able to jump"));
        assertTrue(RFC.has("2", "A frog MUST [...] jump"));
        assertTrue(RFC.has("2", "A frog ... jump."));
        assertFalse(RFC.has("2", "..."));
        assertFalse(RFC.has("2", "jump ... A frog MUST"));
        assertFalse(RFC.has("2", "A frog MUST ... fly"));
    }

    @Test
    void itemsOfListsAndTheTableOfContentsAreNoSections() {
        assertTrue(RFC.has("2", "First, it sits, as said in Section 2.1. Then it waits."));
        assertTrue(RFC.has("2", "Last, it \"quacks\"."));
        assertFalse(RFC.has("1", "...2"));
    }

    @Test
    void citationsAreFoundInCommentsAndStrings() {
        assertEquals(List.of("F:1: §5.2 \"MUST be 0\""), found("int i; // §5.2 \"MUST be 0\": why"));
        assertEquals(List.of("F:2: RFC 7692 §7.1 \"a value or none\""),
                found("/**\n * RFC 7692 §7.1 \"a value\n * or none\"\n */"));
        assertEquals(List.of("F:1: §5.2 \"MUST be 0 unless\""),
                found("f(\"§5.2 \\\"MUST be \"\n + \"0 unless\\\"\");"));
        assertEquals(List.of("F:1: §5.2 \"one two\""), found("// §5.2 \"one\n  // two\""));
        assertEquals(List.of("F:2: §5.2 \"one\""), found("String s = \"\"\"\n§5.2 \"one\"\n\"\"\";"));
    }

    @Test
    void aCitationLeadsToItsQuotationOrFollowsIt() {
        assertEquals(List.of("F:1: §5.5.1 \"any more data frames\""),
                found("// §5.5.1 forbids \"any more data frames\" after it"));
        assertEquals(List.of("F:1: §7.1.7 \"SHOULD send\""), found("// \"SHOULD send\" (§7.1.7)"));
        assertEquals(List.of("F:1: §7.1.7 \"SHOULD send\""), found("// \"SHOULD send\" it (§7.1.7)"));
        assertEquals(List.of("F:1: RFC 9112 §3.2 \"a\"", "F:1: RFC 9112 §3.2 \"b\""),
                found("// RFC 9112 §3.2: \"a\" and \"b\""));
        assertEquals(List.of("F:1: RFC 7692 §7, §7.1 \"a\""), found("// RFC 7692 §7 and §7.1 \"a\""));
        assertEquals(List.of("F:1: §4.2.1 \"a\""), found("// §4.2.1 item 5 \"a\""));
    }

    @Test
    void sectionsAreFoundWithTheirRfc() {
        assertEquals(
                List.of("F:1: §5.2", "F:1: RFC 7692 §7", "F:1: RFC 7692 §7.1.2.1", "F:1: RFC 9112 §3", "F:1: §5.1"),
                Citation.in("F", Prose.ofJava("// §5.2, RFC 7692 §7 and §7.1.2.1. 9112 §3; 1002 §5.1.")).stream()
                        .map(Citation::toString).toList());
        assertEquals(List.of("F:2: §5.2"), Citation.in("F", Prose.ofJava("int x§5;\nf(\"§5.2\");")).stream()
                .map(Citation::toString).toList());
    }

    @Test
    void otherQuotesAreNoQuotations() {
        assertEquals(List.of(), found("// see §5.2. It's \"this\" that counts"));
        assertEquals(List.of(), found("arguments(\"§2.2\", \"a line ends in LF\")"));
        assertEquals(List.of(), found("char c = '\"'; // §5.2\nString s = \"x\";"));
        assertEquals(List.of(), found("int i; // §5.2\nint j;\n// \"x\""));
    }

    @Test
    void whatIsNotThereIsListedAndCounted(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("rfc6455.txt"), TEXT);
        Path sources = Files.createDirectory(folder.resolve("sources"));
        Files.writeString(sources.resolve("A.java"),
                "// §2 \"A frog MUST be wet\"\n\n// §2 \"A frog MUST be dry\"\n// §9 \"x\"\n");
        Files.writeString(sources.resolve("README.md"),
                "A toad (RFC 6455 §3 \"A toad is no\nfrog\"), and RFC 7230 §1 \"x\"\n");
        Files.writeString(sources.resolve("requirements.txt"),
                "# id\n2-1\tMUST\tboth\tMUST\t§2\tA frog MUST\tIt is wet\n"
                + "3-1\tMUST\tboth\tMUST\t§3\tA frog MUST\tIt is wet\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertFalse(Main.check(folder, List.of(sources), new PrintStream(out, true, UTF_8)));
        assertEquals(String.join("\n",
                sources + "/requirements.txt:3: §3 \"A frog MUST\": not in §3",
                sources + "/A.java:3: §2 \"A frog MUST be dry\": not in §2",
                sources + "/A.java:4: §9 \"x\": no §9",
                sources + "/README.md:2: RFC 7230 §1 \"x\": no text of RFC 7230 in " + folder,
                sources + "/A.java:4: §9: no such section",
                "2 key phrases, 5 quotations and 5 numbers of sections looked up: 5 are not there",
                "there is no text of RFC [7230]: sections of these were not looked up", ""), out.toString(UTF_8));
        Files.delete(sources.resolve("README.md"));
        Files.delete(sources.resolve("requirements.txt"));
        Files.writeString(sources.resolve("A.java"), "// §2 \"A frog MUST be wet\"\n");
        out.reset();
        assertTrue(Main.check(folder, List.of(sources), new PrintStream(out, true, UTF_8)));
        assertEquals("0 key phrases, 1 quotations and 1 numbers of sections looked up: all are there\n",
                out.toString(UTF_8));
    }
}
