package conformance;

import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import conformance.suite.Body;
import conformance.suite.Case;
import conformance.suite.Grade;
import conformance.suite.Group;
import conformance.suite.Level;
import conformance.suite.Need;
import conformance.suite.Runner;
import conformance.suite.Settings;
import conformance.suite.Suite;
import conformance.suite.Verdict;
import conformance.wire.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cases that are written down wrongly are found before they blame, or praise, anyone. */
@Timeout(60)
class SuiteTest {
    private static Group group(Runnable... parts) {
        return new Group() {
            @Override
            protected void write() {
                section("5.2", "Framing");
                must("something", "something", "something").covers("5.2-1").run(c -> { });
                for (Runnable part : parts) {
                    part.run();
                }
            }
        };
    }

    private static Verdict verdict(Set<Need> needs, Body body) {
        try (ReferenceServer server = new ReferenceServer()) {
            Suite suite = new Suite(List.of(new Case("5.2", "", "something", "", "", Level.MUST, List.of(), null, needs,
                    body)));
            return new Runner(Settings.of(Target.parse(server.url())), suite, (verdict, done, all) -> { }).run()
                    .verdicts().get(0);
        }
    }

    @Test
    void aBodyThatLeavesSomethingOpenIsAMistake() {
        assertTrue(verdict(Set.of(), c -> {
            c.open();
            c.send(text("Hello"));
        }).isMistake());
    }

    @Test
    void aBodyThatExpectsAMessageNeedsEcho() {
        Body body = c -> {
            c.open();
            c.send(text("Hello"));
            c.expectText("Hello");
            c.expectQuiet();
        };
        assertTrue(verdict(Set.of(), body).isMistake());
        assertFalse(verdict(Set.of(Need.ECHO), body).isMistake());
    }

    @Test
    void aMistakeIsNeverTheServersFault() {
        Verdict verdict = verdict(Set.of(), c -> {
            throw new NullPointerException("mine");
        });
        assertTrue(verdict.isMistake());
        assertFalse(verdict.isBad());
    }

    @Test
    void whatFailsOnceAndPassesAloneIsFlaky() {
        AtomicInteger tries = new AtomicInteger();
        Verdict verdict = verdict(Set.of(), c -> {
            c.open();
            c.check(tries.getAndIncrement() > 0, "a second try", "the first");
            c.expectQuiet();
        });
        assertTrue(verdict.flaky());
        assertFalse(verdict.isBad());
    }

    @Test
    void nothingHasComeYetBeforeTheHandshakeIsComplete() {
        Body body = c -> {
            byte[] request = c.handshake().bytes();
            c.sendBytes(Arrays.copyOf(request, request.length - 2));
            c.expectNothingYet();
            c.sendBytes(Arrays.copyOfRange(request, request.length - 2, request.length));
            c.expectHttp(101);
        };
        assertEquals(Grade.PASS, verdict(Set.of(), body).grade());
        assertEquals(Grade.FAIL, verdict(Set.of(), c -> {
            c.open();
            c.send(ping("Hello"));
            c.peek();
            c.expectNothingYet();
        }).grade());
    }

    @Test
    void aCaseWithoutABodyIsRefused() {
        Group group = new Group() {
            @Override
            protected void write() {
                section("5.2", "Framing");
                must("something", "something", "something");
            }
        };
        assertThrows(IllegalStateException.class, () -> Suite.of(List.of(group)));
    }

    private static Suite ofNames(String... names) {
        return Suite.of(List.of(new Group() {
            @Override
            protected void write() {
                section("5.2", "Framing");
                for (String name : names) {
                    must(name, "something", "something").covers("5.2-1").run(c -> { });
                }
            }
        }));
    }

    @Test
    void twoCasesOfOneNameAreRefused() {
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> ofNames("one", "two", "one"));
        assertTrue(refusal.getMessage().contains("5.2/one"), refusal.getMessage());
    }

    @Test
    void aNameIsLowerCaseLettersDigitsAndHyphens() {
        for (String bad : List.of("", "Ping", "a ping", "-ping", "ping-", "ping--126", "ping_126", "ping/126",
                "κόσμε")) {
            assertThrows(IllegalStateException.class, () -> ofNames(bad), bad);
        }
        // as written down
        assertEquals(List.of("5.2/z-9", "5.2/a"), ofNames("z-9", "a").cases().stream().map(Case::id).toList());
    }

    @Test
    void aSectionInTwoGroupsIsRefused() {
        assertThrows(IllegalStateException.class, () -> Suite.of(List.of(group(), group())));
    }

    @Test
    void sectionsAreInOrder() {
        List<String> inOrder = List.of("3", "4.1", "4.2", "4.2.1", "5.2", "5.10", "10.1", "3629-3", "6454-7", "7692-5",
                "7692-7.1.1.1", "7692-7.1.2.1", "9110-5", "9112-2.2");
        List<String> sorted = Stream.of("7692-7.1.2.1", "9112-2.2", "10.1", "9110-5", "5.10", "5.2", "3629-3", "4.2.1",
                "4.2", "3", "7692-5", "7692-7.1.1.1", "6454-7", "4.1")
                .sorted(Suite.BY_SECTION).toList();
        assertEquals(inOrder, sorted);
    }

    @Test
    void aPrefixMeansWholeWords() {
        Case each = new Case("5.5.2", "", "ping-13-bytes", "", "", Level.MUST, List.of(), null, Set.of(), c -> { });
        assertTrue(Stream.of("5", "5.5", "5.5.2", "5.5.2/ping", "5.5.2/ping-13", "5.5.2/ping-13-bytes")
                .allMatch(each::isMeantBy));
        assertTrue(Stream.of("5.5.", "5.5.2/pin", "5.5.2/", "55", "5.5.2/ping-1", "5.5.2/ping-130")
                .noneMatch(each::isMeantBy));
    }
}
