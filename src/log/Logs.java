package log;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All logs of the server, by name, and their memory. A log lasts as long as it has readers or something is kept of it.
 * Safe from any thread.
 */
public final class Logs {
    private final SecureRandom random = new SecureRandom();
    private final SegmentPool pool;
    private final Retention retention;
    private final Map<String, Log> logs = new HashMap<>();
    private final AtomicLong touches = new AtomicLong();
    /**
     * Of logs that are yet to come. It changes when a log that had messages ends: so an empty room has a position
     * without having a log, and that position is gone if a log began and ended in the meantime.
     */
    private long epoch = newEpoch();

    /**
     * @param maxUnused bytes of memory to keep for later at most
     * @param loops     how many loops read logs
     */
    public Logs(long maxUnused, int loops, Retention retention) {
        pool = new SegmentPool(maxUnused, loops);
        this.retention = retention;
    }

    private long newEpoch() {
        return random.nextLong() >>> (Long.SIZE - Position.EPOCH_BITS);
    }

    /**
     * A new reader of the log of this name, for {@code loop}. The log is made if there is none. See {@link LogReader}.
     */
    public synchronized LogReader open(String name, int loop, Runnable grown) {
        Log log = logs.computeIfAbsent(name, n -> new Log(n, epoch, pool, retention, touches));
        log.readers++;
        return new LogReader(log, loop, grown);
    }

    /** All members of this reader have left. */
    public synchronized void close(LogReader reader) {
        Log log = reader.log();
        log.readers--;
        endIfUnused(log);
    }

    private void endIfUnused(Log log) {
        if (log.readers == 0 && !log.hasHistory()) {
            logs.remove(log.name());
            if (log.end().number() > 0) {
                epoch = newEpoch();
            }
        }
    }

    /** What is going on in all logs, at this moment. */
    public synchronized Load load() {
        int read = 0;
        int laggards = 0;
        long lag = 0;
        for (Log log : logs.values()) {
            read += log.readers > 0 ? 1 : 0;
            laggards += log.laggards();
            lag = Math.max(lag, log.lag());
        }
        return new Load(read, laggards, lag, used());
    }

    /** Bytes of memory that all logs together use. */
    public long used() {
        return pool.used();
    }

    /** Gives up what is kept of the logs that have been quiet longest, until no more than this is used. */
    public synchronized void forget(long used) {
        List<Map.Entry<Long, Log>> quietestFirst = logs.values().stream().map(log -> Map.entry(log.lastTouch(), log))
                .sorted(Map.Entry.comparingByKey()).toList(); // they may be touched meanwhile
        for (Map.Entry<Long, Log> quiet : quietestFirst) {
            if (pool.used() <= used) {
                return;
            }
            quiet.getValue().forget();
            endIfUnused(quiet.getValue());
        }
    }
}
