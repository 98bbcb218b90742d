package chat;

import java.math.BigDecimal;
import java.util.Locale;

/** A text in the format that Prometheus reads, version 0.0.4: families of samples, each with its name and meaning. */
final class Exposition {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    enum Type { COUNTER, GAUGE, HISTOGRAM }

    private final StringBuilder text = new StringBuilder(16 << 10);
    private String family;

    /** Begins a family: the samples that follow belong to it. */
    Exposition family(String name, Type type, String help) {
        family = name;
        text.append("# HELP ").append(name).append(' ').append(escape(help, false)).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type.name().toLowerCase(Locale.ROOT))
                .append('\n');
        return this;
    }

    /** @param labels names and values in turn */
    Exposition sample(long value, String... labels) {
        return sample("", BigDecimal.valueOf(value), labels);
    }

    /**
     * @param suffix of the family's name, as {@code _bucket}
     * @param labels names and values in turn
     */
    Exposition sample(String suffix, BigDecimal value, String... labels) {
        text.append(family).append(suffix);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"").append(escape(labels[i + 1], true))
                    .append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(value.toPlainString()).append('\n');
        return this;
    }

    private static String escape(String text, boolean quoted) {
        String escaped = text.replace("\\", "\\\\").replace("\n", "\\n");
        return quoted ? escaped.replace("\"", "\\\"") : escaped;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
