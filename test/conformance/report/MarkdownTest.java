package conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import conformance.suite.Grade;
import conformance.suite.Level;
import conformance.wire.Transcript;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {
    private static String markdown(Report... reports) {
        return Markdown.write(Comparison.of(List.of(reports), List.of("x/one.json", "two.json")
                .subList(0, reports.length)));
    }

    @Test
    void theWholeOfASmallOne() {
        Report one = Reports.of("ws|1", null, Reports.passed("5.1/good"),
                Reports.failed("5.4/a", Reports.STRAY, "Text \"x\""),
                Reports.failed("5.4/b", Reports.STRAY, "Text \"x\""), Reports.mute("5.5/mute"),
                        Reports.seen("5.2/x", "y"));
        Report two = Reports.of(null, null, Reports.skipped("5.1/good", "why"));
        assertEquals("""
                | server | MUST | CORE | SHOULD | mute | passed | only seen | skipped | cases |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|
                | ws\\|1 | 0 | 2 | 0 | 1 | 1 | 1 | 0 | 5 |
                | two | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 1 |

                ## ws\\|1

                Server: Unit/1; tested 2026-01-31 12:05 UTC in 2 min 5 s with suite 1.0.

                | Broken | requirement, and words of the sentence | cases | for example | what came |
                |---|---|---:|---|---|
                | [§10.7](https://www.rfc-editor.org/rfc/rfc6455#section-10.7) CORE \
                | a stray \\<continuation\\> fails the connection – \
                *“Incoming data MUST always be validated”* | 2 | 5.4/a | Text "x", not Close 1002 |

                | Recommended otherwise | requirement, and words of the sentence | cases | for example | what came |
                |---|---|---:|---|---|
                | [§7.1.7](https://www.rfc-editor.org/rfc/rfc6455#section-7.1.7) SHOULD \
                | the close code fits | 1 | 5.5/mute | TCP ended without a Close, not Close 1002 |

                ## two

                Server: Unit/1; tested 2026-01-31 12:05 UTC in 2 min 5 s with suite 1.0.
                """, markdown(one, two));
    }

    @Test
    void aFaultIsThatOfTheHttpServerIfItReadsOrAnswersTheRequestAlone() {
        Report report = Reports.of("lib", "Node", Reports.failed("9112-3.2/host", Reports.HOST, "HTTP 101"),
                Reports.failed("5.1/a", Reports.CLOSE, "x"), withUpgrade("4.2.1/a", Reports.CLOSE),
                withUpgrade("9110-5.5/tabs", Reports.FIELD));
        String text = markdown(report);
        assertTrue(text.contains("HTTP 101, not Close 1002 | Node |"), text);
        assertTrue(text.contains("| 5.1/a | x, not Close 1002 | Node |"), "nothing in that case asks for an upgrade: "
                + text);
        assertTrue(text.contains("| 4.2.1/a | x, not HTTP 400 | lib |"), text);
        assertTrue(text.contains("| 9110-5.5/tabs | x, not HTTP 400 | Node |"), "that reads the fields: " + text);
    }

    private static Report.Entry withUpgrade(String id, Rule rule) {
        String head = "GET / HTTP/1.1\n    Host: x\n    Upgrade: websocket";
        return new Report.Entry(id, "4.2.1", "Title", "sent", "requirement", Level.MUST, List.of(), Grade.FAIL, true,
                rule, "HTTP 400", "x", null, false, 1, List.of(List.of(new Transcript.Line("→", "", head))));
    }
}
