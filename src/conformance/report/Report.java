package conformance.report;

import conformance.suite.Grade;
import conformance.suite.Level;
import conformance.suite.Run;
import conformance.suite.Verdict;
import conformance.wire.Transcript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The result of a run.
 *
 * @param start as ISO 8601
 * @param gone  what happened if the server stopped serving, else null
 */
public record Report(String url, String start, long millis, long seed, boolean echo, boolean strict, String gone, List<Entry> entries) {
    /** What there is to know of one case; see {@link conformance.suite.Case} and {@link Verdict}. */
    public record Entry(String id, String section, String title, String sent, String requirement, Level level, List<String> rows, Grade grade,
            boolean failure, Level brokenLevel, String brokenSection, String expected, String actual, String note, boolean flaky, long millis,
            List<List<Transcript.Line>> connections) {
        boolean isBad() {
            return grade == Grade.FAIL || grade == Grade.MUTE;
        }

        /** ✔ as it must be, ~ the end without a Close, or what should be and isn't, ✘ failed, - skipped, · only seen. */
        String mark() {
            return switch (grade) {
                case PASS -> "✔";
                case MUTE -> "~";
                case FAIL -> brokenLevel == Level.MUST ? "✘" : "~";
                case SKIPPED -> "-";
                case INFO -> "·";
            };
        }

        /** Cases that broke in the same way, at the same rule. */
        String fault() {
            return brokenSection + '|' + expected + '|' + actual;
        }

        static Entry of(Verdict verdict, boolean strict) {
            var of = verdict.of();
            return new Entry(of.id(), of.section(), of.title(), of.sent(), of.requirement(), of.level(), of.rows(), verdict.grade(),
                    verdict.isFailure(strict), verdict.level(), verdict.section(), verdict.expected(), verdict.actual(), verdict.note(),
                    verdict.flaky(), verdict.millis(), verdict.connections());
        }
    }

    public static Report of(Run run, boolean strict) {
        return new Report(run.settings().target().toString(), run.start().toString(), run.millis(), run.settings().seed(), run.settings().echo(),
                strict, run.gone(), run.verdicts().stream().map(verdict -> Entry.of(verdict, strict)).toList());
    }

    /** Entries by section, in order. */
    Map<String, List<Entry>> sections() {
        Map<String, List<Entry>> sections = new LinkedHashMap<>();
        entries.forEach(entry -> sections.computeIfAbsent(entry.section, key -> new ArrayList<>()).add(entry));
        return sections;
    }

    public boolean isFailure() {
        return gone != null || entries.stream().anyMatch(Entry::failure);
    }

    static Map<String, Long> counts(List<Entry> entries) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String mark : List.of("✔", "~", "✘", "-", "·")) {
            long count = entries.stream().filter(entry -> entry.mark().equals(mark)).count();
            if (count > 0) {
                counts.put(mark, count);
            }
        }
        return counts;
    }

    /** One line: how many of what, and how long it took. */
    String totals() {
        StringBuilder line = new StringBuilder().append(entries.size()).append(entries.size() == 1 ? " case:" : " cases:");
        add(line, "passed", entry -> entry.grade == Grade.PASS);
        add(line, "mute", entry -> entry.grade == Grade.MUTE);
        add(line, "failed", entry -> entry.grade == Grade.FAIL && entry.brokenLevel == Level.MUST);
        add(line, "failed a SHOULD", entry -> entry.grade == Grade.FAIL && entry.brokenLevel != Level.MUST);
        add(line, "skipped", entry -> entry.grade == Grade.SKIPPED);
        add(line, "only seen", entry -> entry.grade == Grade.INFO);
        add(line, "flaky", Entry::flaky);
        line.setLength(line.length() - (line.charAt(line.length() - 1) == ',' ? 1 : 0));
        return line.append(String.format(Locale.ROOT, " in %.1f s", millis / 1000.0)).toString();
    }

    private void add(StringBuilder line, String word, Predicate<Entry> which) {
        long count = entries.stream().filter(which).count();
        if (count > 0) {
            line.append(' ').append(count).append(' ').append(word).append(',');
        }
    }
}
