package conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JunitTest {
    private static Element parsed(Report report) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(Junit.write(report))))
                .getDocumentElement();
    }

    @Test
    void aFailureHasItsLevelSectionRequirementKeyPhraseAndBytes() throws Exception {
        Element suites =
                parsed(Reports.of(null, null, Reports.passed("5.4/good"),
                Reports.failed("5.4/stray", Reports.STRAY, "Text <x>")));
        assertEquals("1", suites.getAttribute("failures"));
        Element failure = (Element) suites.getElementsByTagName("failure").item(0);
        assertEquals("CORE", failure.getAttribute("type"));
        assertEquals("expected: Close 1002; actual: Text <x>", failure.getAttribute("message"));
        assertTrue(failure.getTextContent().startsWith(
                "§10.7 CORE: a stray <continuation> fails the connection \"Incoming data MUST always be validated\"\n\n"
                        + "→ Text \"Hello\"\n    8185\n"));
    }

    @Test
    void aBrokenShouldIsOutputOnly() throws Exception {
        Element suites = parsed(Reports.of(null, null, Reports.failed("7.1.7/code", Reports.CODE, "Close 1000")));
        assertEquals("0", suites.getAttribute("failures"));
        assertEquals("~ §7.1.7 SHOULD: the close code fits\nexpected: Close 1002; actual: Close 1000",
                suites.getElementsByTagName("system-out").item(0).getTextContent());
    }

    @Test
    void aRunThatDidNotComeToItsEndIsAFailure() throws Exception {
        Report whole = Reports.of(null, null, Reports.passed("5.4/good"));
        Element suites =
                parsed(new Report(whole.version(), whole.subject(), whole.start(), 1, 2, true, false, null,
                "interrupted", whole.entries()));
        assertEquals("1", suites.getAttribute("failures"));
        assertEquals("2", suites.getAttribute("tests"));
        assertEquals("interrupted", ((Element) suites.getElementsByTagName("failure").item(0)).getAttribute("message"));
    }
}
