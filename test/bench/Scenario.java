package bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is asked of a server: one line of the report.
 *
 * @param rooms   how many rooms there are, each with so many members and senders
 * @param rate    messages a second, of all senders in all rooms; 0: each sender keeps a window of messages under way
 * @param loops   of the server; it is compared with the same server that has one, and neither is bound to a core. 0: as
 *                many as it is started with
 * @param wanted  what the ratio to the reference should be, in words; empty if nothing is wanted
 */
record Scenario(int rooms, int members, int senders, int window, int rate, int bytes, int loops, String wanted) {

    /**
     * What is measured without further settings. As fast as it goes: a small room where all speak; one speaker and
     * many listeners; one speaker and very many. At a fixed rate: the same with one speaker, and many small rooms.
     * With compression one only, with longer texts.
     */
    static List<Scenario> standard(Settings settings) {
        int rate = settings.number("rate");
        int bytes = settings.number("bytes");
        if (settings.on("deflate")) {
            return List.of(new Scenario(1, 1000, 1, 64, rate, settings.isGiven("bytes") ? bytes : 1000, 0, ""));
        }
        List<Scenario> scenarios = new ArrayList<>();
        if (!settings.on("paced")) {
            scenarios.add(new Scenario(1, 16, 16, 1, rate, bytes, 0, wanted("0.85", "1.25")));
            scenarios.add(new Scenario(1, 100, 1, 64, rate, bytes, 0, wanted("0.90", "1.15")));
            scenarios.add(new Scenario(1, 1000, 1, 64, rate, bytes, 0, wanted("0.90", "1.15")));
            scenarios.add(new Scenario(1, 1000, 1, 64, rate, bytes, 2, ""));
        }
        if (rate == 0) {
            scenarios.add(new Scenario(1, 100, 1, 1, 1000, bytes, 0, "no worse in anything"));
            scenarios.add(new Scenario(1, 1000, 1, 1, 500, bytes, 0,
                    "cpu at most 0.40, p50 at most 8 ms more, p99 at most 1.50"));
            scenarios.add(new Scenario(1, 4000, 1, 1, 100, bytes, 0, "cpu at most 0.40, p50 and p99 at most 1.00"));
            scenarios.add(new Scenario(1000, 10, 10, 1, 10_000, bytes, 0, ""));
        }
        return scenarios;
    }

    private static String wanted(String deliveries, String cpu) {
        return "deliveries/s at least " + deliveries + " of the floor, cpu at most " + cpu;
    }

    static Scenario of(Settings settings) {
        return new Scenario(settings.number("rooms"), settings.number("members"), settings.number("senders"),
                settings.number("window"), settings.number("rate"), settings.number("bytes"), 0, "");
    }

    /** The same members, who say as much as the server can deliver. */
    Scenario asFastAsItGoes() {
        return new Scenario(rooms, members, senders, rooms > 1 ? 1 : 64, 0, bytes, loops, wanted);
    }

    /** Members of all rooms together. */
    int connections() {
        return rooms * members;
    }

    Map<String, Integer> settings() {
        Map<String, Integer> settings = new LinkedHashMap<>();
        settings.put("rooms", rooms);
        settings.put("members", members);
        settings.put("senders", senders);
        settings.put("window", window);
        settings.put("rate", rate);
        settings.put("bytes", bytes);
        return settings;
    }

    @Override
    public String toString() {
        return (rooms > 1 ? rooms + " rooms of " : "") + members + " members, " + senders
                + (senders == 1 ? " sender, " : " senders, ")
                + (rate > 0 ? rate + " messages/s" : "window " + window) + ", " + bytes + " bytes"
                + (loops > 0 ? ", " + loops + " loops" : "");
    }
}
