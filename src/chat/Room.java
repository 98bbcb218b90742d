package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.LoopTally.Counter;
import connection.Connection;
import connection.Session;
import java.nio.ByteBuffer;
import log.Cursor;
import log.Log;
import log.Position;
import log.Roster;
import loop.Writer;

/**
 * A chat room: the article's three callbacks, and the members that one loop serves. Members on other loops have a room
 * of their own over the same log. Used by one loop's thread.
 */
final class Room extends Audience {
    private static final byte[] LINE_FEED = {'\n'};

    private final String name;
    private final RoomLimits limits;
    private final Gathering gathering;
    private final Roster<Member> members = new Roster<>();
    /** Up to this message of the log, deliveries to members on this loop were counted. */
    private long counted;
    /** A member on this loop has said something. */
    private boolean grew;
    /** In the middle of a round of writes, the members with lower indices than this are still to be written. */
    private int unwritten;

    Room(Rooms rooms, String name, RoomLimits limits) {
        super(rooms, name);
        this.name = name;
        this.limits = limits;
        this.gathering = rooms.gathering();
    }

    /** On open: number the connection, join. */
    Session open(Connection connection, String wantedName, Cursor cursor) {
        long number = rooms.presence().nextNumber();
        Member member = new Member(number, rooms.presence().enter(name, wantedName, number), cursor);
        countDeliveries();
        members.add(member);
        rooms.tally().add(Counter.JOINED, 1);
        cursor.serve(connection);
        connection.follow(cursor);
        return member;
    }

    /** On message: append {@code from<number>:<text>\n} to the log, for everyone. */
    private void message(Member from, ByteBuffer text) {
        ByteBuffer compressed = null;
        if (reader().log().isRead(Log.Form.DEFLATED)) { // once for all members, and outside the log's lock
            compressed = rooms.deflate(ByteBuffer.wrap(from.prefix), text, ByteBuffer.wrap(LINE_FEED));
        }
        if (!grew) {
            grew = true;
            reader().log().touch();
            change();
        }
        reader().log().append(from.prefix, text, LINE_FEED, compressed);
        rooms.said(text.remaining());
    }

    /** On close: leave. */
    private void close(Member member) {
        countDeliveries();
        members.remove(member);
        unwritten = Math.min(unwritten, members.size());
        rooms.tally().add(Counter.LEFT, 1);
        reader().leave(member.cursor);
        rooms.presence().leave(name, member.name);
        endIfUnused();
    }

    /** What was said since the last time goes to all who are members now. Called before one joins or leaves. */
    private void countDeliveries() {
        long messages = reader().log().messages();
        rooms.tally().add(Counter.DELIVERIES, (messages - counted) * members.size());
        counted = messages;
    }

    /** A connection that is in the room. */
    final class Member extends Roster.Entry implements Session {
        private final long number;
        private final Cursor cursor;
        private final String name;
        private final byte[] prefix;

        /** @param name null if it has none: then its number is written */
        Member(long number, String name, Cursor cursor) {
            this.number = number;
            this.cursor = cursor;
            this.name = name;
            this.prefix = ("from" + (name == null ? number : name) + ":").getBytes(UTF_8);
        }

        long number() {
            return number;
        }

        /** Null if it has none. */
        String name() {
            return name;
        }

        /** The name of the room. */
        String room() {
            return reader().log().name();
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

    /**
     * The cursor of a new member, which {@link #open} is then called for.
     *
     * @param since it is sent what was said after this position first; may be null
     * @return null if the position is gone
     */
    Cursor join(Log.Form form, Position since) {
        Cursor cursor = reader().join(form, since);
        if (cursor == null) {
            endIfUnused();
        } else if (since != null) {
            rooms.tally().add(Counter.DELIVERIES, reader().log().messages() - since.number());
        }
        return cursor;
    }

    private void endIfUnused() {
        if (members.isEmpty()) {
            rooms.remove(this);
        }
    }

    @Override
    long flush(Writer writer, long now) {
        if (grew) {
            grew = false;
            reader().notifyOthers(); // before this loop is busy sending
        }
        if (reader().unsentBytes() == 0 || members.isEmpty()) {
            unwritten = 0;
            return SENT;
        }
        long bytes = bytesForNext();
        if (gathering.left(bytes) <= 0) {
            if (unwritten == 0) {
                beginRound();
            } else {
                reader().readToEnd();
            }
            writeSlice(bytes, writer);
            if (reader().hasLaggards()) {
                dropLaggards(limits.maxLag(), Counter.DROPPED_FOR_LAG,
                        "more than " + limits.maxLag() + " bytes behind the room", writer, now);
            }
            if (reader().unsentBytes() == 0) {
                return SENT;
            }
        }
        long rest = gathering.left(bytesForNext());
        return rest <= 0 ? now : now + rest / 1_000_000 + 1;
    }

    /** What there is to be sent to the member whose turn is next. */
    private long bytesForNext() {
        return members.get((unwritten == 0 ? members.size() : unwritten) - 1).cursor.unsentBytes();
    }

    private void beginRound() {
        countDeliveries();
        unwritten = members.size();
        reader().beginRound();
        gathering.roundBegins();
    }

    /** From the last to the first: who leaves meanwhile is replaced by the last, and who comes needs nothing. */
    private void writeSlice(long bytes, Writer writer) {
        gathering.sliceBegins();
        do {
            unwritten--;
            Cursor cursor = members.get(unwritten).cursor;
            writer.write(cursor.connection());
            cursor.settle();
        } while (unwritten > 0 && (unwritten % 16 != 0 || !gathering.sliceIsOver(bytes)));
        if (unwritten == 0) {
            reader().endRound();
        }
        gathering.sliceEnded(bytes, unwritten > 0 && !reader().hasGrownInRound());
    }

    /**
     * Drops the members that are more than {@code lag} bytes behind, not counting what was said before they came.
     * Members that have left, but not been sent everything up to then, are among them.
     *
     * @param lag -1 for all that are behind
     */
    void dropLaggards(long lag, Counter cause, String why, Writer writer, long now) {
        for (Cursor laggard : reader().laggards(lag)) {
            rooms.tally().add(cause, 1);
            laggard.connection().drop(why, now);
            writer.write(laggard.connection());
        }
    }
}
