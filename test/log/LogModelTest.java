package log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A log with its readers and cursors, driven at random as loops drive it, compared with a model: one byte array for
 * each form, of all that was appended in it. Every cursor must give the model's bytes from where it joined, none twice
 * and none left out; the last messages must be there for those who join in the past; and memory that nobody needs must
 * be given back.
 */
class LogModelTest {
    private static final int LOOPS = 3;
    private static final int STEPS = 4000;

    private static final List<Retention> RETENTIONS = List.of(Retention.NOTHING, new Retention(1, 64 << 20),
            new Retention(30, 64 << 20), new Retention(1000, 64 << 20), new Retention(1000, 20_000));

    private Retention retention;
    private Logs logs;
    /** The number of the newest message, and of the newest when history was given up. */
    private int newest;
    private int forgotten;
    private final Map<Log.Form, Model> models = Map.of(Log.Form.PLAIN, new Model(), Log.Form.DEFLATED, new Model());
    private final List<Loop> loops = new ArrayList<>();

    /** Bytes that can be looked at without a copy of them all. */
    private static final class Bytes extends ByteArrayOutputStream {
        byte[] between(int from, int to) {
            return Arrays.copyOfRange(buf, from, to);
        }
    }

    /** All that was appended, and where its frames end. */
    private static final class Model {
        private final Bytes bytes = new Bytes();
        private final TreeSet<Integer> borders = new TreeSet<>(List.of(0));
        /** Where the message after this number begins. */
        private final List<Integer> places = new ArrayList<>(List.of(0));

        void append(int first, byte[] payload) {
            bytes.write(first);
            if (payload.length < 126) {
                bytes.write(payload.length);
            } else if (payload.length < 65_536) {
                bytes.write(126);
                bytes.writeBytes(new byte[] {(byte) (payload.length >> 8), (byte) payload.length});
            } else {
                bytes.write(127);
                bytes.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
            }
            bytes.writeBytes(payload);
            borders.add(bytes.size());
            places.add(bytes.size());
        }

        byte[] between(int from, int to) {
            return bytes.between(from, to);
        }
    }

    /** One loop's members, and those that have left but are still owed something. */
    private final class Loop {
        private final int number;
        private LogReader reader;
        private boolean grown;
        /** In the middle of a round, the members with lower indices than this are still to be written. */
        private int unwritten;
        private final List<Member> members = new ArrayList<>();
        private final List<Member> departed = new ArrayList<>();

        Loop(int number) {
            this.number = number;
        }

        void open() {
            if (reader == null) {
                reader = logs.open("tea", number, () -> grown = true);
            }
        }

        private void closeIfUnused() {
            if (members.isEmpty()) {
                logs.close(reader);
                reader = null;
            }
        }

        void join(Log.Form form) {
            open();
            members.add(new Member(this, form, reader.join(form, null), newest));
        }

        /** Joins after a message that was said before. */
        void resume(Log.Form form, int since) {
            open();
            Cursor cursor = reader.join(form, at(since));
            checkAvailable(cursor != null, since);
            if (cursor != null) {
                members.add(new Member(this, form, cursor, since));
            }
            closeIfUnused();
        }

        /** Reads messages as a poll does. */
        void poll(int since, Random random) {
            open();
            Backlog backlog = reader.backlog(at(since));
            checkAvailable(backlog != null, since);
            if (backlog != null) {
                assertEquals(at(newest), backlog.last());
                assertEquals(newest - since, backlog.size());
                int number = since;
                for (ByteBuffer message = backlog.message(); message != null && random.nextInt(50) > 0;
                        message = backlog.message()) {
                    byte[] bytes = new byte[message.remaining()];
                    message.get(bytes);
                    Model model = models.get(Log.Form.PLAIN);
                    byte[] frame = model.between(model.places.get(number), model.places.get(number + 1));
                    assertArrayEquals(Arrays.copyOfRange(frame, frame.length - bytes.length, frame.length), bytes);
                    assertTrue(frame.length - bytes.length <= 10);
                    backlog.passMessage();
                    number++;
                }
                assertEquals(0, backlog.release().remaining(), "it stands between two messages");
            }
            closeIfUnused();
        }

        private Position at(int number) {
            return new Position(reader.log().end().epoch(), number);
        }

        private void checkAvailable(boolean available, int since) {
            boolean kept = since == newest || (since >= newest - retention.messages() && since >= forgotten
                    && retention.bytes() >= 64 << 20);
            assertTrue(available || !kept, "the messages after " + since + " of " + newest + " are gone");
            assertTrue(available || reader.log().oldest().number() > since);
        }

        /** As at the end of a turn. @param least the index of the last member that is written in this slice */
        void flush(int least) {
            if (members.isEmpty()) {
                return;
            }
            boolean begins = unwritten == 0;
            if (begins) {
                reader.beginRound();
                unwritten = members.size();
            } else {
                reader.readToEnd();
            }
            while (unwritten > least) {
                unwritten--;
                members.get(unwritten).write();
                members.get(unwritten).cursor.settle();
            }
            if (unwritten == 0) {
                reader.endRound();
            }
            if (begins && unwritten == 0) {
                checkLoad();
            }
        }

        /** All members on this loop were written: whoever isn't at the end is known to lag, and how far. */
        private void checkLoad() {
            Load load = logs.load();
            int behind = 0;
            for (Member member : members) {
                int lag = member.model.bytes.size() - member.place();
                behind += lag > 0 ? 1 : 0;
                assertTrue(load.lag() >= lag, lag + " bytes behind, not " + load.lag());
            }
            int all = loops.stream().mapToInt(loop -> loop.members.size() + loop.departed.size()).sum();
            assertTrue(load.laggards() >= behind && load.laggards() <= all, behind + " of " + all + ": " + load);
            assertTrue(load.lag() > 0 == load.laggards() > 0 && load.lag() <= load.used(), load.toString());
        }

        void leave(Member member) {
            if (members.indexOf(member) < unwritten) {
                unwritten--;
            }
            members.remove(member);
            reader.leave(member.cursor);
            closeIfUnused();
        }
    }

    private final class Member {
        private final Loop loop;
        private final Cursor cursor;
        private final Model model;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        /** What it is sent before it goes on in the model, in plain form. */
        private final int backlogFrom;
        private final int backlogTo;
        private final int joined;
        private int stop = Integer.MAX_VALUE;
        private int hold = Integer.MAX_VALUE;
        /** Bytes that the socket takes before it is full. */
        private int window = Integer.MAX_VALUE;

        Member(Loop loop, Log.Form form, Cursor cursor, int since) {
            this.loop = loop;
            this.model = models.get(form);
            this.joined = model.bytes.size();
            this.cursor = cursor;
            Model plain = models.get(Log.Form.PLAIN);
            backlogFrom = plain.places.get(since);
            backlogTo = plain.bytes.size();
        }

        private int backlog() {
            return backlogTo - backlogFrom;
        }

        /** All it may be sent up to now. */
        private byte[] expected() {
            byte[] all = new byte[Math.max(received.size(), 0)];
            int old = Math.min(all.length, backlog());
            Model plain = models.get(Log.Form.PLAIN);
            System.arraycopy(plain.between(backlogFrom, backlogFrom + old), 0, all, 0, old);
            System.arraycopy(model.between(joined, joined + all.length - old), 0, all, old, all.length - old);
            return all;
        }

        boolean isAtBorder() {
            return received.size() < backlog()
                    ? models.get(Log.Form.PLAIN).borders.contains(backlogFrom + received.size())
                    : model.borders.contains(place());
        }

        boolean isDeflated() {
            return model == models.get(Log.Form.DEFLATED);
        }

        int place() {
            return joined + received.size() - backlog();
        }

        void write() {
            while (window > 0) {
                ByteBuffer next = cursor.next();
                if (next == null) {
                    return;
                }
                assertTrue(next.hasRemaining(), "an empty buffer");
                byte[] taken = new byte[Math.min(window, next.remaining())];
                next.get(taken);
                received.writeBytes(taken);
                window -= taken.length;
                cursor.advance(taken.length);
            }
        }

        void check() {
            assertTrue(place() <= Math.min(hold, stop), "more than it may have");
            assertArrayEquals(expected(), received.toByteArray());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void everyCursorGivesTheLogAndNothingIsKeptInVain(long seed) {
        Random random = new Random(seed);
        retention = RETENTIONS.get((int) (seed % RETENTIONS.size()));
        logs = new Logs(1 << 20, LOOPS, retention);
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new Loop(i));
        }
        loops.get(0).join(Log.Form.PLAIN); // never leaves: the log ends with its last member
        for (int step = 0; step < STEPS; step++) {
            step(random);
        }
        end();
    }

    private void step(Random random) {
        Loop loop = loops.get(random.nextInt(LOOPS));
        Log.Form form = random.nextBoolean() ? Log.Form.PLAIN : Log.Form.DEFLATED;
        switch (random.nextInt(15)) {
            case 0, 1, 2, 3 -> append(random);
            case 4, 5, 6 -> loop.flush(random.nextBoolean() ? 0 : random.nextInt(loop.members.size() + 1));
            case 7 -> {
                if (loop.members.size() < 6) {
                    loop.join(form);
                }
            }
            case 11 -> {
                if (loop.members.size() < 6) {
                    loop.resume(form, past(random));
                }
            }
            case 12 -> loop.poll(past(random), random);
            case 13 -> {
                if (random.nextInt(20) == 0) {
                    logs.forget(0);
                    forgotten = newest;
                }
            }
            case 8 -> setWindow(any(loop, random), random);
            case 9 -> holdOrResume(any(loop, random), random);
            case 10 -> stop(any(loop, random));
            default -> driveDeparted(loop, random);
        }
    }

    private int past(Random random) {
        return Math.max(0, newest - random.nextInt(random.nextBoolean() ? 5 : 300));
    }

    private static Member any(Loop loop, Random random) {
        return loop.members.isEmpty() ? null : loop.members.get(random.nextInt(loop.members.size()));
    }

    private void append(Random random) {
        Loop loop = loops.get(random.nextInt(LOOPS));
        if (loop.reader == null) {
            return;
        }
        int size = switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> 120 + random.nextInt(12);
            case 2 -> random.nextInt(9000);
            case 3 -> random.nextInt(20) == 0 ? 65_530 + random.nextInt(12) : 5;
            default -> random.nextInt(60);
        };
        byte[] text = new byte[size];
        for (int i = 0; i < size; i++) {
            text[i] = (byte) ('a' + random.nextInt(26));
        }
        byte[] prefix = ("from" + random.nextInt(1000) + ":").getBytes(US_ASCII);
        byte[] compressed = new byte[1 + random.nextInt(300)];
        random.nextBytes(compressed);
        boolean isCompressed = random.nextInt(4) > 0;
        boolean deflatedIsRead = loop.reader.log().isRead(Log.Form.DEFLATED);
        assertTrue(loop.reader.log().isRead(Log.Form.PLAIN), "the first member reads it");
        boolean hasReader = loops.stream().flatMap(each -> each.members.stream()).anyMatch(Member::isDeflated);
        assertEquals(hasReader, deflatedIsRead);
        loop.reader.log().append(prefix, ByteBuffer.wrap(text), new byte[] {'\n'},
                isCompressed ? ByteBuffer.wrap(compressed) : null);
        byte[] payload = new byte[prefix.length + size + 1];
        System.arraycopy(prefix, 0, payload, 0, prefix.length);
        System.arraycopy(text, 0, payload, prefix.length, size);
        payload[payload.length - 1] = '\n';
        newest++;
        models.get(Log.Form.PLAIN).append(0x81, payload);
        if (deflatedIsRead && isCompressed) {
            models.get(Log.Form.DEFLATED).append(0xC1, compressed);
        } else if (deflatedIsRead) {
            models.get(Log.Form.DEFLATED).append(0x81, payload);
        }
        loops.forEach(each -> each.grown = false);
        loop.reader.notifyOthers();
        for (Loop other : loops) {
            assertEquals(other != loop && other.reader != null, other.grown, "the others hear of it");
        }
    }

    /** The socket is full after some bytes, or takes everything again: OP_WRITE. */
    private void setWindow(Member member, Random random) {
        if (member == null) {
            return;
        }
        member.window = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(3000);
        member.write();
        member.check();
    }

    private void holdOrResume(Member member, Random random) {
        if (member == null || member.stop != Integer.MAX_VALUE) {
            return;
        }
        if (member.hold == Integer.MAX_VALUE && random.nextBoolean()) {
            member.cursor.hold();
            member.hold = member.model.bytes.size();
        } else {
            member.cursor.resume();
            member.hold = Integer.MAX_VALUE;
        }
    }

    private void stop(Member member) {
        if (member == null || member == loops.get(0).members.get(0)) {
            return;
        }
        member.cursor.resume();
        member.hold = Integer.MAX_VALUE;
        member.cursor.stop();
        member.stop = member.model.bytes.size();
        member.loop.departed.add(member);
        member.loop.leave(member);
    }

    /** One that has left reads on up to its stop, or is dropped. */
    private void driveDeparted(Loop loop, Random random) {
        if (loop.departed.isEmpty()) {
            return;
        }
        Member member = loop.departed.get(random.nextInt(loop.departed.size()));
        if (random.nextInt(4) == 0) {
            drop(member);
        } else {
            member.window = random.nextInt(5000);
            member.write();
            member.check();
        }
    }

    private void drop(Member member) {
        byte[] rest = new byte[0];
        ByteBuffer released = member.cursor.release();
        if (released.hasRemaining()) {
            rest = new byte[released.remaining()];
            released.get(rest);
        }
        member.check();
        member.received.writeBytes(rest);
        assertArrayEquals(member.expected(), member.received.toByteArray());
        assertTrue(rest.length == 0 || member.isAtBorder(), "the rest of one frame");
        assertTrue(rest.length > 0 || member.isAtBorder(), "the rest is missing");
        member.loop.departed.remove(member);
    }

    private void end() {
        for (Loop loop : loops) {
            loop.members.forEach(member -> {
                member.cursor.resume();
                member.hold = Integer.MAX_VALUE;
                member.window = Integer.MAX_VALUE;
                member.write();
            });
            loop.flush(0); // the rest of a round
            loop.flush(0);
            loop.members.forEach(member -> {
                member.check();
                assertEquals(member.model.bytes.size(), member.place(), "all of it");
            });
            List.copyOf(loop.departed).forEach(this::drop);
        }
        Model plain = models.get(Log.Form.PLAIN);
        long history = plain.bytes.size() - plain.places.get(Math.max(0, newest - retention.messages()));
        assertTrue(logs.used() <= 2 * Math.min(retention.bytes(), history) + (1 << 20), "kept " + logs.used());
        assertEquals(0, logs.load().laggards());
        assertEquals(0, logs.load().lag());
        logs.forget(0);
        assertEquals(0, logs.used(), "memory that nobody needs");
        for (Loop loop : loops) {
            assertTrue(loop.reader == null || !loop.reader.hasLaggards());
        }
    }
}
