package bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is asked of a server: one line of the report.
 *
 * @param leastDeliveries how many deliveries a second are wanted, as a share of the floor's; 0 if nothing is
 * @param mostCpu         how much processor time per delivery is acceptable, as a multiple of the floor's
 */
record Scenario(int members, int senders, int window, int rate, int bytes, double leastDeliveries, double mostCpu) {

    /**
     * A small room where all speak; one speaker and many listeners; one speaker and very many listeners. With
     * compression the last one only, with longer texts.
     */
    static List<Scenario> standard(Settings settings) {
        int rate = settings.number("rate");
        int bytes = settings.number("bytes");
        if (settings.on("deflate")) {
            int large = settings.isGiven("bytes") ? bytes : 1000;
            return List.of(new Scenario(1000, 1, 64, rate, large, 0, 0));
        }
        return List.of(
                new Scenario(16, 16, 1, rate, bytes, 0.85, 1.25),
                new Scenario(100, 1, 64, rate, bytes, 0.9, 1.15),
                new Scenario(1000, 1, 64, rate, bytes, 0.9, 1.15));
    }

    static Scenario of(Settings settings) {
        return new Scenario(settings.number("members"), settings.number("senders"), settings.number("window"),
                settings.number("rate"), settings.number("bytes"), 0, 0);
    }

    Map<String, Integer> settings() {
        Map<String, Integer> settings = new LinkedHashMap<>();
        settings.put("members", members);
        settings.put("senders", senders);
        settings.put("window", window);
        settings.put("rate", rate);
        settings.put("bytes", bytes);
        return settings;
    }

    @Override
    public String toString() {
        return members + " members, " + senders + (senders == 1 ? " sender, " : " senders, ")
                + (rate > 0 ? rate + " messages/s" : "window " + window) + ", " + bytes + " bytes";
    }
}
