package chat;

import java.io.PrintStream;
import log.Logs;
import message.Deflation;

/** The rooms of one loop and the site around them, put together as {@link Server} does it. */
record TestRooms(Options options, IncidentLog log, Rooms rooms, ChatSite site) {
    static TestRooms with(PrintStream err, String... flags) {
        Options options = TestServer.options(flags);
        IncidentLog log = new IncidentLog(err);
        Deflation deflation = new Deflation();
        Rooms rooms = new Rooms(
                new Logs(options.roomLimits().maxLogs(), 1), new Numbers(), options.roomLimits(), deflation, 0);
        return new TestRooms(options, log, rooms,
                new ChatSite(options, rooms, deflation, null, TestServer.page(), log));
    }
}
