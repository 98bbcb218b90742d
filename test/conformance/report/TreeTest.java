package conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TreeTest {
    private static String tree(boolean verbose, Report report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Tree(new PrintStream(out, true, UTF_8), new Paint(false), verbose).print(report, 3);
        return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static final Report REPORT = Reports.of(null, null,
            Reports.passed("5.1/good"),
            Reports.failed("5.1/a", Reports.CLOSE, "Text \"a\""),
            Reports.failed("5.1/b", Reports.CLOSE, "Text \"a\""),
            Reports.failed("5.1/c", Reports.CLOSE, "Text \"a\""),
            Reports.failed("5.1/d", Reports.CLOSE, "silence"),
            Reports.seen("5.2/seen", "it says hello"),
            Reports.failed("5.4/stray", Reports.STRAY, "Text \"lost\""),
            Reports.mute("5.5/mute"),
            Reports.skipped("7692-7.1/off", "no compression"));

    @Test
    void theWholeOfASmallReport() {
        assertEquals("""
                ws://127.0.0.1:9001/  Server: Unit/1
                §5.1 Title of 5.1                                 ✘ 4  ✔ 1
                    ✘ 5.1/a what 5.1/a sends
                      §5.1 MUST: an unmasked frame ends the connection
                      "The server MUST close the connection"
                      Expected  Close 1002
                      Actual    Text "a"
                      → Text "Hello"
                          8185
                      ← Text <Hello>
                          8105
                    ✘ 5.1/d what 5.1/d sends
                      §5.1 MUST: an unmasked frame ends the connection
                      "The server MUST close the connection"
                      Expected  Close 1002
                      Actual    silence
                      → Text "Hello"
                          8185
                      ← Text <Hello>
                          8105
                    ✘ 2 more as 5.1/a: 5.1/b 5.1/c
                §5.2 Title of 5.2                                 · 1
                    · 5.2/seen what 5.2/seen sends: it says hello
                §5.4 Title of 5.4                                 ✘ 1
                    ✘ 5.4/stray what 5.4/stray sends
                      §10.7 CORE: a stray <continuation> fails the connection
                      "Incoming data MUST always be validated"
                      Expected  Close 1002
                      Actual    Text "lost"
                      → Text "Hello"
                          8185
                      ← Text <Hello>
                          8105
                §5.5 Title of 5.5                                 ~ 1
                    ~ 5.5/mute what 5.5/mute sends (mute)
                      §7.1.7 SHOULD: the close code fits
                      Expected  Close 1002
                      Actual    TCP ended without a Close
                      → Text "Hello"
                          8185
                      ← Text <Hello>
                          8105
                RFC 7692 §7.1 Title of 7692-7.1                   - 1
                - 1 skipped: no compression (7692-7.1/off)
                - 3 requirements are not tested: --coverage says which, and why

                What failed, and in how many cases
                  ✘    4  §5.1 MUST  an unmasked frame ends the connection
                          "The server MUST close the connection"
                          Expected  Close 1002
                          Actual    Text "a" (the most frequent of 2)
                          5.1/a 5.1/b 5.1/c 5.1/d
                  ✘    1  §10.7 CORE  a stray <continuation> fails the connection
                          "Incoming data MUST always be validated"
                          Expected  Close 1002
                          Actual    Text "lost"
                          5.4/stray

                ~ 1 case broke a SHOULD, in 1 kind, and failed nothing (with --strict they do)

                ✘ 9 cases: 1 passed, 4 failed a MUST, 1 failed CORE, 1 mute, 1 skipped, 1 only seen in 2 min 5 s
                """, tree(false, REPORT));
    }

    @Test
    void verboseShowsEachCaseInFull() {
        String all = tree(true, REPORT);
        assertFalse(all.contains("more as"), all);
        assertEquals(9, all.lines().filter(line -> line.equals("      → Text \"Hello\"")).count());
    }

    @Test
    void aRunWithoutFailureHasNoRecap() {
        String all = tree(false, Reports.of("mine", null, Reports.passed("5.1/good")));
        assertTrue(all.startsWith("mine  Server: Unit/1\n"));
        assertTrue(all.endsWith("\n✔ 1 case: 1 passed in 2 min 5 s\n"), all);
        assertFalse(all.contains("What failed"));
    }
}
