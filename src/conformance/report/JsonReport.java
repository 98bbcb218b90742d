package conformance.report;

import conformance.suite.Grade;
import conformance.suite.Level;
import conformance.wire.Transcript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A {@link Report} as JSON, and back. */
public final class JsonReport {
    private JsonReport() {}

    public static String write(Report report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("url", report.url());
        json.put("start", report.start());
        json.put("millis", report.millis());
        json.put("seed", report.seed());
        json.put("echo", report.echo());
        json.put("strict", report.strict());
        json.put("gone", report.gone());
        json.put("totals", report.totals());
        json.put("cases", report.entries().stream().map(JsonReport::entry).toList());
        return Json.write(json);
    }

    private static Map<String, Object> entry(Report.Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", entry.id());
        json.put("section", entry.section());
        json.put("title", entry.title());
        json.put("sent", entry.sent());
        json.put("requirement", entry.requirement());
        json.put("level", entry.level().name());
        json.put("covers", entry.rows());
        json.put("grade", entry.grade().name().toLowerCase(Locale.ROOT));
        json.put("failure", entry.failure());
        json.put("brokenLevel", entry.brokenLevel().name());
        json.put("brokenSection", entry.brokenSection());
        json.put("expected", entry.expected());
        json.put("actual", entry.actual());
        json.put("note", entry.note());
        json.put("flaky", entry.flaky());
        json.put("millis", entry.millis());
        json.put("connections", entry.connections().stream().map(lines ->
                lines.stream().map(line -> List.of(line.direction(), line.bytes(), line.meaning())).toList()).toList());
        return json;
    }

    /** @throws IllegalArgumentException if it is none, with a sentence */
    public static Report read(String text) {
        try {
            Fields json = new Fields(Json.read(text));
            List<Report.Entry> entries = new ArrayList<>();
            for (Object each : json.list("cases")) {
                entries.add(entry(new Fields(each)));
            }
            return new Report(json.string("url"), json.string("start"), json.number("millis"), json.number("seed"), json.bool("echo"),
                    json.bool("strict"), json.string("gone"), entries);
        } catch (ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("no result of this suite");
        }
    }

    private static Report.Entry entry(Fields json) {
        List<String> rows = json.list("covers").stream().map(String.class::cast).toList();
        List<List<Transcript.Line>> connections = json.list("connections").stream().map(lines ->
                ((List<?>) lines).stream().map(line -> (List<?>) line)
                        .map(line -> new Transcript.Line((String) line.get(0), (String) line.get(1), (String) line.get(2))).toList()).toList();
        return new Report.Entry(json.string("id"), json.string("section"), json.string("title"), json.string("sent"), json.string("requirement"),
                Level.valueOf(json.string("level")), rows, Grade.valueOf(json.string("grade").toUpperCase(Locale.ROOT)),
                json.bool("failure"), Level.valueOf(json.string("brokenLevel")), json.string("brokenSection"), json.string("expected"),
                json.string("actual"), json.string("note"), json.bool("flaky"), json.number("millis"), connections);
    }

    /** The fields of an object, with their types. */
    private record Fields(Map<?, ?> map) {
        Fields(Object json) {
            this((Map<?, ?>) json);
        }

        String string(String name) {
            return (String) map.get(name);
        }

        long number(String name) {
            return (Long) map.get(name);
        }

        boolean bool(String name) {
            return (Boolean) map.get(name);
        }

        List<?> list(String name) {
            return (List<?>) map.get(name);
        }
    }
}
