package conformance.report;

import conformance.suite.Grade;
import conformance.suite.Level;
import conformance.wire.Transcript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A {@link Report} as JSON, and back. */
public final class JsonReport {
    private JsonReport() {}

    public static String write(Report report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", report.version());
        json.put("url", report.subject().url());
        json.put("name", report.subject().name());
        json.put("http", report.subject().http());
        json.put("software", report.subject().software());
        json.put("noEcho", report.subject().noEcho());
        json.put("start", report.start());
        json.put("millis", report.millis());
        json.put("seed", report.seed());
        json.put("echo", report.echo());
        json.put("strict", report.strict());
        json.put("gone", report.gone());
        json.put("interrupted", report.interrupted());
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
        json.put("broken", entry.broken() == null ? null : rule(entry.broken()));
        json.put("expected", entry.expected());
        json.put("actual", entry.actual());
        json.put("note", entry.note());
        json.put("flaky", entry.flaky());
        json.put("millis", entry.millis());
        json.put("connections", entry.connections().stream().map(lines ->
                lines.stream().map(line -> List.of(line.direction(), line.bytes(), line.meaning())).toList()).toList());
        return json;
    }

    private static Map<String, Object> rule(Rule rule) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("level", rule.level().name());
        json.put("section", rule.section());
        json.put("requirement", rule.requirement());
        json.put("keyPhrase", rule.keyPhrase());
        return json;
    }

    /** @throws IllegalArgumentException if it is none, with a sentence */
    public static Report read(String text) {
        Object json = Json.read(text);
        try {
            return report(new Fields(json));
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new IllegalArgumentException("no result of this version of the suite");
        }
    }

    private static Report report(Fields json) {
        List<Report.Entry> entries = new ArrayList<>();
        for (Object each : json.list("cases")) {
            entries.add(entry(new Fields(each)));
        }
        Report.Subject subject = new Report.Subject(json.string("url"), json.optional("name"), json.optional("http"),
                json.optional("software"), json.optional("noEcho"));
        return new Report(json.string("version"), subject, json.string("start"), json.number("millis"),
                json.number("seed"), json.bool("echo"),
                json.bool("strict"), json.optional("gone"), json.optional("interrupted"), List.copyOf(entries));
    }

    private static Report.Entry entry(Fields json) {
        List<String> rows = json.list("covers").stream().map(String.class::cast).toList();
        List<List<Transcript.Line>> connections = json.list("connections").stream().map(lines ->
                ((List<?>) lines).stream().map(line -> (List<?>) line)
                        .map(line -> new Transcript.Line((String) line.get(0), (String) line.get(1),
                        (String) line.get(2))).toList()).toList();
        Grade grade = Grade.valueOf(json.string("grade").toUpperCase(Locale.ROOT));
        Rule broken = grade == Grade.FAIL || grade == Grade.MUTE ? rule(json.fields("broken")) : null;
        return new Report.Entry(json.string("id"), json.string("section"), json.string("title"), json.string("sent"),
                json.string("requirement"),
                Level.valueOf(json.string("level")), rows, grade, json.bool("failure"), broken,
                        json.optional("expected"),
                json.optional("actual"), json.optional("note"), json.bool("flaky"), json.number("millis"), connections);
    }

    private static Rule rule(Fields json) {
        return new Rule(Level.valueOf(json.string("level")), json.string("section"), json.string("requirement"),
                json.string("keyPhrase"));
    }

    /** The fields of an object, with their types. */
    private record Fields(Map<?, ?> map) {
        Fields(Object json) {
            this((Map<?, ?>) json);
        }

        String string(String name) {
            return (String) Objects.requireNonNull(map.get(name));
        }

        /** Null if it is null, or not there. */
        String optional(String name) {
            return (String) map.get(name);
        }

        Fields fields(String name) {
            return new Fields(Objects.requireNonNull(map.get(name)));
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
