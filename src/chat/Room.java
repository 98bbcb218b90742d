package chat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import connection.Connection;
import connection.Endpoint;
import connection.Limits;
import connection.Session;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A chat room. The article's three callbacks are its first three methods: open, message, close. */
final class Room implements Endpoint {
    private static final byte[] LINE_FEED = {'\n'};

    private final String name;
    private final Rooms rooms;
    private final int maxMessage;
    private final RoomLog log;
    private final List<Member> members = new ArrayList<>();
    private boolean changed;

    Room(String name, Rooms rooms, Limits limits, SegmentPool pool) {
        this.name = name;
        this.rooms = rooms;
        this.maxMessage = limits.maxMessage();
        this.log = new RoomLog(pool, limits.maxLag(), this::changed);
    }

    /** On open: number the connection, join. */
    @Override
    public Session open(Connection connection) {
        Member member = new Member(rooms.nextNumber(), connection, new Cursor(log, connection));
        join(member);
        connection.follow(member.cursor);
        return member;
    }

    /** On message: append {@code from<number>:<text>\n} to the log, for everyone. */
    private void message(Member from, ByteBuffer text) {
        log.append(from.prefix, text, LINE_FEED);
        changed();
    }

    /** On close: leave. */
    private void close(Member member) {
        member.cursor.settle();
        leave(member);
        if (members.isEmpty()) {
            rooms.remove(name);
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

    private void changed() {
        if (!changed) {
            changed = true;
            rooms.changed(this);
        }
    }

    /**
     * The turn ends: sends each member what it has not got. From the last to the first, so that when one leaves meanwhile, only
     * somebody who has had their turn takes the free place.
     */
    void flush(long now) {
        changed = false;
        for (int i = members.size() - 1; i >= 0; i--) {
            Member member = members.get(i);
            member.connection.flush();
            member.cursor.settle();
        }
        log.trim(now);
    }

    long kept() {
        return log.kept();
    }

    void dropLaggards(long now) {
        log.dropLaggards(0, "behind, and the server needs the memory", now);
        changed();
    }

    // What a client may do here

    @Override
    public String subprotocol() {
        return "chat";
    }

    @Override
    public int maxMessage() {
        return maxMessage;
    }

    @Override
    public boolean takesBinary() {
        return false;
    }
}
