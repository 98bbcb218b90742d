package conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class JsonReportTest {
    @Test
    void whatWasWrittenIsReadAgain() {
        Report report =
                Reports.of("a \"server\"", "nginx", Reports.passed("5.1/good"),
                Reports.failed("5.4/stray", Reports.STRAY, "x"),
                Reports.mute("5.5/mute"), Reports.skipped("7692-7/x", "why"), Reports.seen("5.2/x", "seen"));
        assertEquals(report, JsonReport.read(JsonReport.write(report)));
    }

    @Test
    void whatWasInterruptedIsToo() {
        Report whole = Reports.of(null, null);
        Report report =
                new Report("0.9", whole.subject(), whole.start(), 1, 2, false, true, "gone", "interrupted",
                whole.entries());
        assertEquals(report, JsonReport.read(JsonReport.write(report)));
    }

    @Test
    void otherJsonIsNoResult() {
        for (String other
                : new String[] {"{}", "[]", "1", "{\"cases\": 1}",
                "{\"version\": \"1\", \"url\": \"x\", \"cases\": [{\"grade\": \"odd\"}]}"}) {
            assertThrows(IllegalArgumentException.class, () -> JsonReport.read(other), other);
        }
    }
}
