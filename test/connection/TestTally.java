package connection;

import http.Status;
import java.util.Map;
import java.util.TreeMap;

/** Counts under names, as {@code closeSent 1000}. Counts of bytes are apart, as {@code received bytes}. */
final class TestTally implements Tally {
    private final Map<String, Long> counts = new TreeMap<>();

    private void add(String name, long n) {
        counts.merge(name, n, Long::sum);
    }

    /** What was counted, by name; what never happened is not in it. */
    Map<String, Long> counts() {
        return counts;
    }

    @Override
    public void accepted() {
        add("accepted", 1);
    }

    @Override
    public void read(int bytes) {
        add("read bytes", bytes);
    }

    @Override
    public void written(int bytes) {
        add("written bytes", bytes);
    }

    @Override
    public void responded(Status status) {
        add("responded " + status.code(), 1);
    }

    @Override
    public void received(int bytes) {
        add("received", 1);
        add("received bytes", bytes);
    }

    @Override
    public void sent(int bytes) {
        add("sent", 1);
        add("sent bytes", bytes);
    }

    @Override
    public void closeReceived(int code) {
        add("closeReceived " + code, 1);
    }

    @Override
    public void closeSent(int code) {
        add("closeSent " + code, 1);
    }

    @Override
    public void droppedForBuffers() {
        add("droppedForBuffers", 1);
    }

    @Override
    public void turned(long nanos) { }
}
