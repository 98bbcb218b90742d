package log;

import java.util.HashMap;
import java.util.Map;

/** All logs of the server, by name, and their memory. A log lasts as long as it has readers. Safe from any thread. */
public final class Logs {
    private final SegmentPool pool;
    private final Map<String, Log> logs = new HashMap<>();

    /**
     * @param maxUnused bytes of memory to keep for later at most
     * @param loops     how many loops read logs
     */
    public Logs(long maxUnused, int loops) {
        pool = new SegmentPool(maxUnused, loops);
    }

    /**
     * A new reader of the log of this name, for {@code loop}. The log is made if there is none. See {@link LogReader}.
     */
    public synchronized LogReader join(String name, int loop, Runnable grown) {
        return new LogReader(logs.computeIfAbsent(name, n -> new Log(n, pool)), loop, grown);
    }

    /** This reader has no cursors any more but those that have stopped. */
    public synchronized void leave(LogReader reader) {
        Log log = reader.log();
        log.remove(reader.pin());
        if (!log.hasPins()) {
            logs.remove(log.name());
        }
    }

    /** Bytes of memory that all logs together use. */
    public long used() {
        return pool.used();
    }
}
