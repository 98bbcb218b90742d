package conformance.report;

import conformance.suite.FirstContact;
import conformance.suite.Grade;
import conformance.suite.Level;
import conformance.suite.Run;
import conformance.suite.Settings;
import conformance.suite.Verdict;
import conformance.wire.Transcript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The result of a run.
 *
 * @param version     of the suite
 * @param start       as ISO 8601
 * @param gone        what happened if the server stopped serving, else null
 * @param interrupted what was left undone if the user stopped the run, else null
 */
public record Report(String version, Subject subject, String start, long millis, long seed, boolean echo,
        boolean strict, String gone, String interrupted, List<Entry> entries) {
    /** Of the suite: a new one whenever cases are added, or judge otherwise. */
    public static final String VERSION = "1.0";

    /** Of a request's head, as a transcript shows it. */
    private static final Pattern UPGRADE =
            Pattern.compile("^ *Upgrade *:", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    /**
     * The server that was tested.
     *
     * @param name     what it is to be called; null for its URL
     * @param http     the HTTP server in front of it, if that is another's work; else null
     * @param software its Server field; null if it doesn't name itself
     * @param noEcho   what came instead of an echo; null if it echoes, or nobody asked
     */
    record Subject(String url, String name, String http, String software, String noEcho) {
        String title() {
            return name == null ? url : name;
        }

        /**
         * Whose part it is, if the HTTP server in front is another's work: that reads all requests (RFC 9112, RFC 9110
         * §5) and answers those that ask for no upgrade.
         */
        String owner(Entry entry) {
            boolean isRead = entry.broken.section().matches("9112-.*|9110-5(\\..*)?");
            return http != null && (isRead || !entry.asksForUpgrade()) ? http : title();
        }
    }

    /**
     * What there is to know of one case; see {@link conformance.suite.Case} and {@link Verdict}.
     *
     * @param broken null unless it failed or is mute
     */
    record Entry(String id, String section, String title, String sent, String requirement, Level level,
            List<String> rows, Grade grade, boolean failure, Rule broken, String expected, String actual, String note,
            boolean flaky, long millis, List<List<Transcript.Line>> connections) {
        boolean isBad() {
            return broken != null;
        }

        Mark mark() {
            return switch (grade) {
                case PASS -> Mark.PASSED;
                case MUTE -> Mark.SHOULD;
                case FAIL -> broken.isBinding() ? Mark.FAILED : Mark.SHOULD;
                case SKIPPED -> Mark.SKIPPED;
                case INFO -> Mark.SEEN;
            };
        }

        boolean asksForUpgrade() {
            return connections.stream().flatMap(List::stream)
                    .anyMatch(line -> line.direction().equals("→") && UPGRADE.matcher(line.meaning()).find());
        }

        /** The same for all cases that broke the same rule in the same way. */
        String fault() {
            return broken + "|" + expected + '|' + actual;
        }

        static Entry of(Verdict verdict, boolean strict) {
            var of = verdict.of();
            return new Entry(of.id(), of.section(), of.title(), of.sent(), of.requirement(), of.level(), of.rows(),
                    verdict.grade(), verdict.isFailure(strict), verdict.isBad() ? Rule.of(verdict) : null,
                    verdict.expected(), verdict.actual(), verdict.note(), verdict.flaky(),
                    verdict.millis(), verdict.connections());
        }
    }

    /** @param name null for the URL; @param http null if it is the server's own */
    public static Report of(Run run, FirstContact contact, String name, String http, boolean strict) {
        Settings settings = run.settings();
        Subject subject = new Subject(settings.target().toString(), name, http, contact.software(), contact.answer());
        List<Entry> entries = run.verdicts().stream().map(verdict -> Entry.of(verdict, strict)).toList();
        return new Report(VERSION, subject, run.start().toString(), run.millis(), settings.seed(), settings.echo(),
                strict, run.gone(), run.interrupted(), entries);
    }

    /** Entries by section, in order. */
    Map<String, List<Entry>> sections() {
        Map<String, List<Entry>> sections = new LinkedHashMap<>();
        entries.forEach(entry -> sections.computeIfAbsent(entry.section, key -> new ArrayList<>()).add(entry));
        return sections;
    }

    public boolean isFailure() {
        return endedEarly() != null || entries.stream().anyMatch(Entry::failure);
    }

    /** Why there are cases without a verdict; null if there are none. */
    String endedEarly() {
        return gone != null ? gone : interrupted;
    }

    /** How many of each mark, without those that don't occur. */
    static Map<Mark, Long> counts(List<Entry> entries) {
        Map<Mark, Long> counts = new LinkedHashMap<>();
        for (Mark mark : Mark.values()) {
            long count = entries.stream().filter(entry -> entry.mark() == mark).count();
            if (count > 0) {
                counts.put(mark, count);
            }
        }
        return counts;
    }

    long count(Predicate<Entry> which) {
        return entries.stream().filter(which).count();
    }

    /** How many broke a rule of this level; without those that are mute. */
    long failed(Level level) {
        return count(entry -> entry.grade == Grade.FAIL && entry.broken.level() == level);
    }

    /** One line: how many of what, and how long it took. */
    String totals() {
        StringBuilder line = new StringBuilder().append(entries.size())
                .append(entries.size() == 1 ? " case:" : " cases:");
        add(line, "passed", count(entry -> entry.grade == Grade.PASS));
        add(line, "failed a MUST", failed(Level.MUST));
        add(line, "failed CORE", failed(Level.CORE));
        add(line, "failed a SHOULD", failed(Level.SHOULD));
        add(line, "mute", count(entry -> entry.grade == Grade.MUTE));
        add(line, "skipped", count(entry -> entry.grade == Grade.SKIPPED));
        add(line, "only seen", count(entry -> entry.grade == Grade.INFO));
        add(line, "flaky", count(Entry::flaky));
        line.setLength(line.length() - (line.charAt(line.length() - 1) == ',' ? 1 : 0));
        return line.append(" in ").append(time()).toString();
    }

    private static void add(StringBuilder line, String word, long count) {
        if (count > 0) {
            line.append(' ').append(count).append(' ').append(word).append(',');
        }
    }

    /** As people say it: 8.9 s, 2 min 5 s. */
    String time() {
        long seconds = Math.round(millis / 1000.0);
        return millis < 60_000 ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
                : seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** The minute of the start, in UTC: {@code 2026-01-31 12:05 UTC}. */
    String date() {
        return start.length() < 16 ? start : start.substring(0, 16).replace('T', ' ') + " UTC";
    }
}
