package loop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Connections of one loop that are closed one after the other, evenly over a time and in random order: their clients
 * then don't all come back at once. Used by the loop's thread.
 */
final class Departures {
    private final List<TcpConnection> leaving = new ArrayList<>();
    private final long since;
    private final long millis;
    private int gone;

    /**
     * @param now    in milliseconds since the epoch, as all times here
     * @param millis until the last one is closed
     */
    Departures(Served served, long now, long millis) {
        served.forEach(leaving::add);
        Collections.shuffle(leaving);
        since = now;
        this.millis = millis;
    }

    /** When the next one is due; {@link Long#MAX_VALUE} if all are gone. */
    long next() {
        return gone == leaving.size() ? Long.MAX_VALUE : since + millis * (gone + 1) / leaving.size();
    }

    /** Closes all that are due. */
    void tick(long now) {
        while (now >= next()) {
            leaving.get(gone++).goAway();
        }
    }
}
