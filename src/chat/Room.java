package chat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.LoopTally.Counter;
import connection.Connection;
import connection.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import log.Cursor;
import log.Log;
import log.LogReader;
import log.Roster;
import loop.Writer;

/**
 * A chat room: the article's three callbacks, and the members that one loop serves. Members on other loops have a room
 * of their own over the same log. Used by one loop's thread.
 */
final class Room {
    private static final byte[] LINE_FEED = {'\n'};

    private final Rooms rooms;
    private final RoomLimits limits;
    private final LogReader reader;
    private final Gathering gathering;
    private final Roster<Member> members = new Roster<>();

    /** Up to this message of the log, deliveries to members on this loop were counted. */
    private long counted;
    /** A member on this loop has said something. */
    private boolean grew;
    /** It is to be flushed at the end of the turn. */
    private boolean changed;
    private final AtomicBoolean woken = new AtomicBoolean();

    Room(Rooms rooms, String name, RoomLimits limits) {
        this.rooms = rooms;
        this.limits = limits;
        this.reader = rooms.openLog(name, this::wake);
        this.gathering = rooms.gathering();
    }

    /** On open: number the connection, join. */
    Session open(Connection connection, Log.Form form) {
        Member member = new Member(rooms.nextNumber(), reader.join(form, connection));
        countDeliveries();
        members.add(member);
        rooms.tally().add(Counter.JOINED, 1);
        connection.follow(member.cursor);
        return member;
    }

    /** On message: append {@code from<number>:<text>\n} to the log, for everyone. */
    private void message(Member from, ByteBuffer text) {
        ByteBuffer compressed = null;
        if (reader.log().isRead(Log.Form.DEFLATED)) { // once for all members, and outside the log's lock
            compressed = rooms.deflate(ByteBuffer.wrap(from.prefix), text, ByteBuffer.wrap(LINE_FEED));
        }
        reader.log().append(from.prefix, text, LINE_FEED, compressed);
        grew = true;
        change();
    }

    /** On close: leave. */
    private void close(Member member) {
        countDeliveries();
        members.remove(member);
        rooms.tally().add(Counter.LEFT, 1);
        reader.leave(member.cursor);
        if (members.isEmpty()) {
            rooms.remove(this);
        }
    }

    /** What was said since the last time goes to all who are members now. Called before one joins or leaves. */
    private void countDeliveries() {
        long messages = reader.log().messages();
        rooms.tally().add(Counter.DELIVERIES, (messages - counted) * members.size());
        counted = messages;
    }

    /** A connection that is in the room. */
    final class Member extends Roster.Entry implements Session {
        private final long number;
        private final Cursor cursor;
        private final byte[] prefix;

        Member(long number, Cursor cursor) {
            this.number = number;
            this.cursor = cursor;
            this.prefix = ("from" + number + ":").getBytes(US_ASCII);
        }

        long number() {
            return number;
        }

        /** The name of the room. */
        String room() {
            return reader.log().name();
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

    LogReader reader() {
        return reader;
    }

    private void change() {
        if (!changed) {
            changed = true;
            rooms.changed(this);
        }
    }

    /** From another loop's thread: the log has grown. One call before this loop's turn is enough. */
    private void wake() {
        if (woken.compareAndSet(false, true)) {
            rooms.wake(this);
        }
    }

    /** This loop's turn has come. */
    void woken() {
        woken.set(false);
        change();
    }

    /**
     * At the end of the turn: sends each member what it has not been sent, or waits for more.
     *
     * @return when to call this again, in milliseconds since the epoch; {@link Long#MAX_VALUE} if all was sent
     */
    long flush(Writer writer, long now) {
        if (grew) {
            grew = false;
            reader.notifyOthers(); // before this loop is busy sending
        }
        long bytes = reader.unsentBytes();
        long wait = gathering.left(bytes);
        if (wait > 0 && !members.isEmpty()) {
            return now + wait / 1_000_000 + 1;
        }
        changed = false;
        if (members.isEmpty()) {
            return Long.MAX_VALUE; // it has left the log
        }
        gathering.roundBegins();
        countDeliveries();
        reader.readToEnd();
        for (int i = members.size() - 1; i >= 0; i--) {
            Cursor cursor = members.get(i).cursor;
            writer.write(cursor.connection());
            cursor.settle();
        }
        reader.sentAll();
        gathering.roundEnded(bytes);
        if (reader.hasLaggards()) {
            dropLaggards(limits.maxLag(), Counter.DROPPED_FOR_LAG,
                    "more than " + limits.maxLag() + " bytes behind the room", writer, now);
        }
        return Long.MAX_VALUE;
    }

    /**
     * Drops the members that are more than {@code lag} bytes behind. Members that have left, but not been sent
     * everything up to then, are among them.
     */
    void dropLaggards(long lag, Counter cause, String why, Writer writer, long now) {
        for (Cursor laggard : reader.laggards(lag)) {
            rooms.tally().add(cause, 1);
            laggard.connection().drop(why, now);
            writer.write(laggard.connection());
        }
    }
}
