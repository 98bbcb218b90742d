package build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the Makefile has to find in a tree that was built before. Without the fault, the same tree compiles again. */
@Timeout(600)
class GuardTest {
    @TempDir
    static Path folder;

    private static Tree tree;

    @BeforeAll
    static void build() throws Exception {
        tree = new Tree(folder.resolve("tree"));
        succeed("room");
    }

    @Test
    void withoutAJdk17MakeSaysWhatItNeedsAndWhereItLooked() throws Exception {
        Path old = Files.createDirectories(folder.resolve("old/bin"));
        for (String command : List.of("java", "javac")) {
            Path script = old.resolve(command);
            Files.writeString(script, "#!/bin/sh\n[ ${0##*/} = javac ] && echo javac 11.0.2 ||"
                    + " echo 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
            assertTrue(script.toFile().setExecutable(true));
        }
        String home = old.getParent().toString();
        expectNeed(home, home + "/bin/java is version 11; JAVA_HOME is " + home);
        expectNeed("/no/such", "there is no /no/such/bin/java, and JAVA_HOME is /no/such");
        succeed("room"); // by the JDK that is there again
    }

    private static void expectNeed(String home, String where) throws Exception {
        Tree.Outcome outcome = tree.make(Map.of("JAVA_HOME", home), "run");
        assertNotEquals(0, outcome.status());
        assertTrue(outcome.output().startsWith("needs a JDK 17 or newer: " + where), outcome.output());
        assertFalse(outcome.output().contains("javac http"), outcome.output());
    }

    @Test
    void makeWorksInItsOwnFolderWhereverItIsCalled() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        String makefile = tree.path("Makefile").toString();
        Tree.Outcome outcome = tree.make("-C", elsewhere.toString(), "-f", makefile, "room", "style");
        assertEquals(0, outcome.status(), outcome.output());
        assertArrayEquals(new String[0], elsewhere.toFile().list());
    }

    private static void succeed(String target) throws IOException, InterruptedException {
        Tree.Outcome outcome = tree.make(target);
        assertEquals(0, outcome.status(), outcome.output());
    }

    private static void fail(String target, String expected) throws IOException, InterruptedException {
        Tree.Outcome outcome = tree.make(target);
        assertNotEquals(0, outcome.status(), outcome.output());
        assertTrue(outcome.output().lines().anyMatch(line -> line.startsWith(expected)),
                expected + " in\n" + outcome.output());
    }

    private static void write(String file, String... lines) throws IOException {
        Files.write(tree.path(file), List.of(lines));
    }

    @Test
    void anImportOfALaterChapterFails() throws Exception {
        write("src/loop/Probe.java", "package loop;", "", "import chat.Main;");
        fail("build/loop.stamp", "src/loop/Probe.java:3: error: package chat does not exist");
        fail("build/loop.stamp", "src/loop/Probe.java:3: error: package chat does not exist"); // it isn't forgotten
        Files.delete(tree.path("src/loop/Probe.java"));
        succeed("build/loop.stamp");
    }

    @Test
    void anImportOfAnEarlierChapterThatIsNotListedFails() throws Exception {
        write("src/message/Probe.java", "package message;", "", "import http.Request;");
        fail("build/message.stamp", "src/message/Probe.java:3: error: package http does not exist");
        Files.delete(tree.path("src/message/Probe.java"));
        succeed("build/message.stamp");
    }

    @Test
    void theSuiteImportsNoChapter() throws Exception {
        write("src/conformance/Probe.java", "package conformance;", "", "import frame.Opcode;");
        fail("suite", "src/conformance/Probe.java:3: error: package frame does not exist");
        Files.delete(tree.path("src/conformance/Probe.java"));
    }

    @Test
    void aClockInAPureChapterFailsAndInACommentItDoesNot() throws Exception {
        String comment = "/** Not {@link System#nanoTime}. */";
        write("src/frame/Probe.java", "package frame;", "", comment, "final class Probe {",
                "    long now = System.nanoTime();", "}");
        fail("build/frame.stamp", "src/frame/Probe.java:5:    long now = System.nanoTime();");
        write("src/frame/Probe.java", "package frame;", "", comment, "final class Probe {", "}");
        succeed("build/frame.stamp");
    }

    @Test
    void aLineThatBreaksTheStyleFails() throws Exception {
        String file = "src/chat/Probe.java";
        write(file, "package chat;", "// " + "聊".repeat(117), "// && ||", "final class Probe {",
                "    String text = \"a && b || c\";", "    boolean mixed = (a && b) || c ? d && e : f || g;", "}");
        succeed("style");
        write(file, "package chat;", "// " + "聊".repeat(118));
        fail("style", file + ":2: 121 characters");
        write(file, "package chat;", "final class Probe { ");
        fail("style", file + ":2: a blank at the end");
        write(file, "package chat;", "final class Probe {", "    boolean mixed = a", "            && b || c;", "}");
        fail("style", file + ":4: && and || without parentheses");
        Files.delete(tree.path(file));
        succeed("style");
    }

    @Test
    void aRemovedClassIsMissedByThoseThatUseIt() throws Exception {
        write("src/http/Gone.java", "package http;", "", "", "public final class Gone {", "}");
        write("src/handshake/Probe.java", "package handshake;", "", "final class Probe {", "    http.Gone gone;", "}");
        succeed("build/handshake.stamp");
        Files.delete(tree.path("src/http/Gone.java"));
        fail("build/handshake.stamp", "src/handshake/Probe.java:4: error: cannot find symbol");
        Files.delete(tree.path("src/handshake/Probe.java"));
        succeed("build/handshake.stamp");
    }
}
