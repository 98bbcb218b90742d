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
    public synchronized LogReader open(String name, int loop, Runnable grown) {
        Log log = logs.computeIfAbsent(name, n -> new Log(n, pool));
        log.readers++;
        return new LogReader(log, loop, grown);
    }

    /** All members of this reader have left. */
    public synchronized void close(LogReader reader) {
        Log log = reader.log();
        log.readers--;
        if (log.readers == 0) {
            logs.remove(log.name());
        }
    }

    /** What is going on in all logs, at this moment. */
    public synchronized Load load() {
        int laggards = 0;
        long lag = 0;
        for (Log log : logs.values()) {
            laggards += log.laggards();
            lag = Math.max(lag, log.lag());
        }
        return new Load(logs.size(), laggards, lag, used());
    }

    /** Bytes of memory that all logs together use. */
    public long used() {
        return pool.used();
    }
}
