package bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import support.Json;

/** All figures of one invocation, as a table or as JSON. */
final class Report {
    private final List<Row> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** One setting, measured in several runs of the server, and as many of a reference in between, or none. */
    static final class Row {
        private final Scenario scenario;
        private final String referenceName;
        private final List<Map<Figure, Double>> reference = new ArrayList<>();
        private final List<Map<Figure, Double>> server = new ArrayList<>();

        Row(Scenario scenario, String referenceName) {
            this.scenario = scenario;
            this.referenceName = referenceName;
        }

        void reference(Map<Figure, Double> figures) {
            reference.add(figures);
        }

        void server(Map<Figure, Double> figures) {
            server.add(figures);
        }

        /** The median over runs of server divided by reference: both of a run were measured right after each other. */
        private Map<Figure, Double> ratios() {
            List<Map<Figure, Double>> ratios = new ArrayList<>();
            for (int i = 0; i < Math.min(reference.size(), server.size()); i++) {
                Map<Figure, Double> ratio = new EnumMap<>(Figure.class);
                for (Figure figure : Figure.values()) {
                    ratio.put(figure, server.get(i).get(figure) / reference.get(i).get(figure));
                }
                ratios.add(ratio);
            }
            return medians(ratios);
        }
    }

    /** @param referenceName what the server is compared with, in a word */
    Row row(Scenario scenario, String referenceName) {
        Row row = new Row(scenario, referenceName);
        rows.add(row);
        return row;
    }

    void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static Map<Figure, Double> medians(List<Map<Figure, Double>> runs) {
        Map<Figure, Double> medians = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            medians.put(figure, median(runs.stream().mapToDouble(run -> run.get(figure)).toArray()));
        }
        return medians;
    }

    String table() {
        StringBuilder table = new StringBuilder(String.format("%-14s", ""));
        for (Figure figure : Figure.values()) {
            table.append(String.format("  %" + width(figure) + "s", figure.heading));
        }
        table.append('\n');
        for (Row row : rows) {
            table.append('\n').append(row.scenario).append(", ").append(runs(row.server.size())).append('\n');
            if (!row.reference.isEmpty()) {
                line(table, "  " + row.referenceName, medians(row.reference));
            }
            line(table, "  server", medians(row.server));
            if (!row.reference.isEmpty()) {
                Map<Figure, Double> ratios = row.ratios();
                table.append(String.format("%-14s", "  ratio"));
                for (Figure figure : Figure.values()) {
                    String ratio = Double.isFinite(ratios.get(figure))
                            ? String.format(Locale.ROOT, "%.2f", ratios.get(figure)) : "-";
                    table.append(String.format("  %" + width(figure) + "s", ratio));
                }
                table.append('\n');
                if (!row.scenario.wanted().isEmpty()) {
                    table.append("  wanted: ").append(row.scenario.wanted()).append('\n');
                }
            }
        }
        if (!notes.isEmpty()) {
            table.append('\n');
        }
        notes.forEach(note -> table.append(note).append('\n'));
        return table.toString();
    }

    private static String runs(int runs) {
        return runs == 1 ? "one run" : "medians of " + runs + " runs";
    }

    private static void line(StringBuilder table, String name, Map<Figure, Double> figures) {
        table.append(String.format("%-14s", name));
        figures.forEach((figure, value) ->
                table.append(String.format("  %" + width(figure) + "s", figure.format(value))));
        table.append('\n');
    }

    private static int width(Figure figure) {
        return Math.max(figure.heading.length(), 7);
    }

    /** A measurement that was not finished. */
    static String json(RuntimeException fault) {
        return Json.write(Map.of("ok", false, "faults", fault.getMessage().lines().map(String::strip).toList()));
    }

    /** @param about what else there is to say: machine, settings */
    String json(Map<String, Object> about) {
        Map<String, Object> all = new LinkedHashMap<>(about);
        all.put("rows", rows.stream().map(row -> {
            Map<String, Object> entry = new LinkedHashMap<>(row.scenario.settings());
            entry.put("runs", row.server.size());
            if (!row.reference.isEmpty()) {
                entry.put(row.referenceName, named(medians(row.reference)));
                entry.put("ratio", named(row.ratios()));
            }
            entry.put("server", named(medians(row.server)));
            return entry;
        }).toList());
        all.put("notes", notes);
        return Json.write(all);
    }

    private static Map<String, Double> named(Map<Figure, Double> figures) {
        Map<String, Double> named = new LinkedHashMap<>();
        figures.forEach((figure, value) -> named.put(figure.key(), value));
        return named;
    }
}
