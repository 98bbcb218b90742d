package chat;

import connection.Buffered;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import log.Logs;
import message.Deflation;

/** The rooms of one loop and the site around them, put together as {@link Server} does it. */
record TestRooms(Options options, IncidentLog log, Rooms rooms, ChatSite site) {
    static TestRooms with(PrintStream err, String... flags) {
        return with(err, System::nanoTime, flags);
    }

    /** @param nanoTime the clock by which rounds of writes are measured */
    static TestRooms with(PrintStream err, LongSupplier nanoTime, String... flags) {
        Options options = TestServer.options(flags);
        IncidentLog log = new IncidentLog(err);
        Deflation deflation = new Deflation();
        LoopTally tally = new LoopTally();
        Logs logs = new Logs(options.roomLimits().maxLogs(), 1, options.retention());
        Rooms rooms = new Rooms(logs, new Presence(), options.roomLimits(), deflation, tally, 0, nanoTime);
        Metrics metrics = new Metrics(false, "1", List.of(tally), () -> 0, () -> 0, logs, log);
        return new TestRooms(options, log, rooms,
                new ChatSite(options, new Paths(options, rooms, TestServer.page(), metrics, () -> false), rooms,
                        deflation, new Buffered(options.maxBuffered(), new AtomicLong()::addAndGet), log, tally, null));
    }
}
