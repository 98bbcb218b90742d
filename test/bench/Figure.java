package bench;

import java.util.Locale;

/** What is measured, in the order in which it is reported. */
enum Figure {
    DELIVERIES("deliveries/s", 0),
    MESSAGES("messages/s", 0),
    BYTES("bytes", 1),
    P50("p50 µs", 0),
    P99("p99 µs", 0),
    P999("p99.9 µs", 0),
    MAX("max µs", 0),
    CPU("cpu µs", 4),
    USER("user µs", 4),
    SYSTEM("system µs", 4),
    RESIDENT("RSS MiB", 1),
    SERVER_BUSY("busy %", 0),
    LOAD_BUSY("load busy %", 0);

    /** Its heading in the table, with the unit. */
    final String heading;
    private final int decimals;

    Figure(String heading, int decimals) {
        this.heading = heading;
        this.decimals = decimals;
    }

    /** Its name for programs. */
    String key() {
        return switch (this) {
            case DELIVERIES -> "deliveriesPerSecond";
            case MESSAGES -> "messagesPerSecond";
            case BYTES -> "bytesPerDelivery";
            case P50 -> "latencyP50Micros";
            case P99 -> "latencyP99Micros";
            case P999 -> "latencyP999Micros";
            case MAX -> "latencyMaxMicros";
            case CPU -> "cpuMicrosPerDelivery";
            case USER -> "cpuUserMicrosPerDelivery";
            case SYSTEM -> "cpuSystemMicrosPerDelivery";
            case RESIDENT -> "residentMiB";
            case SERVER_BUSY -> "serverBusyPercent";
            case LOAD_BUSY -> "loadBusyPercent";
        };
    }

    String format(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + decimals + "f", value) : "-";
    }
}
