package conformance.report;

import conformance.suite.Grade;
import conformance.suite.Level;
import conformance.wire.Transcript;
import java.util.List;

/** Results that no server gave. */
final class Reports {
    static final Rule CLOSE =
            new Rule(Level.MUST, "5.1", "an unmasked frame ends the connection",
            "The server MUST close the connection");
    static final Rule STRAY =
            new Rule(Level.CORE, "10.7", "a stray <continuation> fails the connection",
            "Incoming data MUST always be validated");
    static final Rule HOST =
            new Rule(Level.MUST, "9112-3.2", "a bad Host is refused with 400",
            "MUST respond with a 400 (Bad Request) status code");
    static final Rule FIELD = new Rule(Level.MUST, "9110-5.5", "blanks around a value are dropped", "MUST exclude");
    static final Rule CODE = new Rule(Level.SHOULD, "7.1.7", "the close code fits", "");

    private static final List<List<Transcript.Line>> BYTES = List.of(List.of(
            new Transcript.Line("→", "8185", "Text \"Hello\""), new Transcript.Line("←", "8105", "Text <Hello>")));

    private Reports() {}

    static Report of(String name, String http, Report.Entry... entries) {
        Report.Subject subject = new Report.Subject("ws://127.0.0.1:9001/", name, http, "Unit/1", null);
        return new Report(Report.VERSION, subject, "2026-01-31T12:05:59Z", 125_400, 6455, true, false, null, null,
                List.of(entries));
    }

    static Report.Entry passed(String id) {
        return entry(id, Grade.PASS, null, null, null);
    }

    static Report.Entry seen(String id, String note) {
        return entry(id, Grade.INFO, null, null, note);
    }

    static Report.Entry skipped(String id, String why) {
        return entry(id, Grade.SKIPPED, null, null, why);
    }

    static Report.Entry failed(String id, Rule rule, String actual) {
        return entry(id, Grade.FAIL, rule, actual, null);
    }

    static Report.Entry mute(String id) {
        return entry(id, Grade.MUTE, CODE, "TCP ended without a Close", null);
    }

    private static Report.Entry entry(String id, Grade grade, Rule broken, String actual, String note) {
        String section = id.substring(0, id.indexOf('/'));
        boolean failure = grade == Grade.FAIL && broken.isBinding();
        return new Report.Entry(id, section, "Title of " + section, "what " + id + " sends", "requirement", Level.MUST,
                List.of(section + "-1"),
                grade, failure, broken, broken == null ? null : "Close 1002", actual, note, false, 7, BYTES);
    }
}
