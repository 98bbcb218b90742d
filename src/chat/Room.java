package chat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import connection.Connection;
import connection.Endpoint;
import connection.Limits;
import connection.Session;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A chat room, as one loop serves it. The article's three callbacks are its first three methods: open, message, close. Members on
 * other loops have a room of their own over the same {@link RoomLog}. Lives on the loop's thread, but for {@link #wake}.
 */
final class Room implements Endpoint {
    private static final byte[] LINE_FEED = {'\n'};

    private final Rooms rooms;
    private final RoomLog log;
    private final Limits limits;
    private final List<Member> members = new ArrayList<>();
    private final List<Cursor> laggards = new ArrayList<>(0);
    private final AtomicBoolean woken = new AtomicBoolean();

    /** The end of the log, as this loop last saw it. */
    private long end;
    /** Up to here, every member that takes more was sent everything. Written under the log's lock. */
    long sent;
    /** The segment in which that place lies; null if it is the end. */
    private Segment unsent;
    /** Something was said on this loop. */
    private boolean grew;
    private boolean changed;

    Room(Rooms rooms, RoomLog log, Limits limits) {
        this.rooms = rooms;
        this.log = log;
        this.limits = limits;
        this.end = log.join(this);
    }

    /** On open: number the connection, join. */
    @Override
    public Session open(Connection connection) {
        Member member = new Member(rooms.nextNumber(), connection, new Cursor(this, connection));
        join(member);
        connection.follow(member.cursor);
        return member;
    }

    /** On message: append {@code from<number>:<text>\n} to the log, for everyone. */
    private void message(Member from, ByteBuffer text) {
        log.append(from.prefix, text, LINE_FEED);
        grew = true;
        changed();
    }

    /** On close: leave. */
    private void close(Member member) {
        member.cursor.settle();
        leave(member);
        if (members.isEmpty()) {
            rooms.remove(this);
        }
    }

    /** One who is in the room. */
    private final class Member implements Session {
        private final Connection connection;
        private final Cursor cursor;
        private final byte[] prefix;
        private int index;

        Member(long number, Connection connection, Cursor cursor) {
            this.connection = connection;
            this.cursor = cursor;
            this.prefix = ("from" + number + ":").getBytes(US_ASCII);
        }

        @Override
        public void text(ByteBuffer payload) {
            message(this, payload);
        }

        @Override
        public void close() {
            Room.this.close(this);
        }
    }

    private void join(Member member) {
        member.index = members.size();
        members.add(member);
    }

    /** The last one takes the free place, so that leaving takes no longer in a large room. */
    private void leave(Member member) {
        Member last = members.remove(members.size() - 1);
        if (last != member) {
            members.set(member.index, last);
            last.index = member.index;
        }
    }

    /** Something is to be sent at the end of the turn. */
    void changed() {
        if (!changed) {
            changed = true;
            rooms.changed(this);
        }
    }

    /** From another loop: the log has grown. Once is enough until this loop's turn. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            rooms.wake(this);
        }
    }

    /** This loop's turn has come. */
    void woken() {
        woken.set(false);
        changed();
    }

    /**
     * The turn ends: sends each member what it has not got. From the last to the first, so that when one leaves meanwhile, only
     * somebody who has had their turn takes the free place.
     */
    void flush(long now) {
        changed = false;
        if (grew) {
            grew = false;
            log.wakeOthers(this); // before this loop is busy sending
        }
        if (members.isEmpty()) {
            return; // it has left the log
        }
        long flushed = readToEnd();
        for (int i = members.size() - 1; i >= 0; i--) {
            Member member = members.get(i);
            member.connection.flush();
            member.cursor.settle();
        }
        log.sent(this, flushed);
        unsent = flushed == end ? null : log.segmentAt(flushed);
        dropLaggards(limits.maxLag(), "more than " + limits.maxLag() + " bytes behind the room", now);
    }

    /** Drops whoever is behind by more than so many bytes. */
    void dropLaggards(long lag, String why, long now) {
        for (int i = laggards.size() - 1; i >= 0; i--) {
            if (end - laggards.get(i).place() > lag) {
                laggards.get(i).drop(why, now);
            }
        }
    }

    RoomLog log() {
        return log;
    }

    boolean hasLaggards() {
        return !laggards.isEmpty();
    }

    // For its cursors

    /** They read no further than this: what comes later is for the next turn. */
    long end() {
        return end;
    }

    /** Looks where the log ends now. */
    long readToEnd() {
        end = log.end();
        unsent = log.segmentAt(sent);
        return end;
    }

    /** The first segment of what has not been sent. */
    Segment unsent() {
        return unsent;
    }

    /** Which of the server's loops this is. */
    int loop() {
        return rooms.loop();
    }

    void move(Segment from, Segment to) {
        log.move(from, to);
    }

    void fellBehind(Cursor cursor) {
        cursor.lagIndex = laggards.size();
        laggards.add(cursor);
    }

    void caughtUp(Cursor cursor) {
        Cursor last = laggards.remove(laggards.size() - 1);
        if (last != cursor) {
            laggards.set(cursor.lagIndex, last);
            last.lagIndex = cursor.lagIndex;
        }
    }

    // What a client may do here

    @Override
    public String subprotocol() {
        return "chat";
    }

    @Override
    public int maxMessage() {
        return limits.maxMessage();
    }

    @Override
    public boolean takesBinary() {
        return false;
    }
}
