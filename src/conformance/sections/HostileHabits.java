package conformance.sections;

import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Bytes;
import conformance.wire.Extension;
import conformance.wire.Frame;
import conformance.wire.Raw;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

/**
 * RFC 6455 §10, in the sense of its §10.4: what a hostile client does must not harm others. Each case has a bystander,
 * whose Pings are answered and whose texts come back before, while and after something hostile goes on. What the server
 * does about the hostile one is its own affair, and only told. Bounded: at most 200 connections, at most 1.5 seconds to
 * a flood, and 4 to a bomb.
 */
final class HostileHabits extends Group {
    private static final String LIMITS = "limits protect the server: a bystander is served";
    private static final String OTHERS = "a bystander is served";
    /** A bystander's Ping is answered "as soon as is practical" (§5.5.2). */
    private static final String SERVED = "5.5.2-4";
    private static final int MANY = 200;
    private static final int SOME = 60;
    private static final long FLOOD_MILLIS = 1_500;
    /** A server may take its time to inflate, and what comes of it comes only then. */
    private static final long BOMB_MILLIS = 4_000;
    private static final int MIB = 1 << 20;

    /** What is hostile. */
    @FunctionalInterface
    private interface Habit {
        /** @return what was seen */
        String practise(Client c, Crowd crowd) throws IOException;
    }

    @Override
    protected void write() {
        section("10", "Hostile habits");
        announcements();
        fragments();
        heads();
        slowHandshakes();
        bombs();
        unread();
        ends();
    }

    private void habit(Draft draft, Habit habit) {
        draft.needs(Need.HOSTILE).run(c -> {
            Crowd crowd = new Crowd(c);
            try {
                String seen = habit.practise(c, crowd);
                crowd.saw(seen);
            } catch (IOException e) {
                c.check(false, "a connection beside the bystander's", e.getMessage());
            }
        });
    }

    private void announcements() {
        for (long length : new long[] {16 * MIB, 1L << 30, 1L << 62}) {
            String name = "announces-" + length;
            String sent = "on " + MANY + " connections the header of a binary of " + length
                    + " bytes and one byte of it";
                // no server can hold the longer ones, so it must have a limit (§10.4); 16 MiB may be below its limit
            habit((length > 16 * MIB ? must(name, sent, LIMITS) : should(name, sent, LIMITS)).covers("10.4-1", SERVED),
                    (c, crowd) -> {
                crowd.connect(MANY).upgrade();
                crowd.send(bytes(c, binary(new byte[1]).announcing(length)), "the header of a binary of " + length
                        + " bytes and one byte");
                crowd.serve();
                crowd.serveNewcomer();
                return crowd.ended() + " of " + crowd.members().size() + " connections were ended";
            });
        }
    }

    private static byte[] bytes(Client c, Frame... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            all.writeBytes(frame.encode(c.random()).bytes());
        }
        return all.toByteArray();
    }

    private static Raw webSocket(Crowd crowd, Client c) throws IOException {
        crowd.connect(1).upgrade();
        if (crowd.members().isEmpty()) {
            c.skip("the server accepts no second connection");
        }
        return crowd.members().get(0);
    }

    private void fragments() {
        for (int length : new int[] {0, 1}) {
            habit(should("endless-fragments-of-" + length, "fragments of " + length + " bytes without end",
                    "many small fragments exhaust nothing: " + OTHERS)
                    .covers(SERVED, "10.4-3"), (c, crowd) -> {
                        Raw hostile = webSocket(crowd, c);
                        hostile.send(bytes(c, text("").notFinal()));
                        Frame[] thousand = new Frame[1_000];
                        Arrays.fill(thousand, continuation("x".repeat(length)).notFinal());
                        byte[] bytes = bytes(c, thousand);
                        return crowd.flood(hostile, bytes, 1_000L * bytes.length, FLOOD_MILLIS, "fragments", 1_000);
                    });
        }
        // a limit there MUST be, but how soon a bystander is served while half a GiB is read, no RFC says
        habit(should("endless-message", "a message without end, in fragments of 64 KiB",
                "the size of a message is limited over its fragments: " + OTHERS)
                .covers(SERVED, "10.4-2"), (c, crowd) -> {
                    Raw hostile = webSocket(crowd, c);
                    hostile.send(bytes(c, binary(new byte[0]).notFinal()));
                    byte[] bytes = bytes(c, continuation(new byte[64 << 10]).notFinal());
                    return crowd.flood(hostile, bytes, 512L * MIB, FLOOD_MILLIS, "KiB", 64);
                });
    }

    private void heads() {
        Variants<String> lines = new Variants<>();
        lines.put("endless-head", "header lines without end", ("X-Hostile: " + "x".repeat(100) + "\r\n").repeat(100));
        lines.put("endless-line", "a header line without end", "x".repeat(10_000));
        lines.forEach((name, what, more) ->
                habit(should(name, "a handshake with " + what, "the size of a request's head is limited: " + OTHERS)
                .covers(SERVED, "10.4-1"), (c, crowd) -> {
                    Raw hostile = crowd.connect(1).members().get(0);
                    String request = c.handshake().head();
                    hostile.send(Bytes.utf8(request.substring(0, request.length() - 2) + "X-Hostile: "));
                    return crowd.flood(hostile, Bytes.utf8(more), 64L * MIB, FLOOD_MILLIS, "KB", more.length() / 1_000);
                }));
    }

    private void slowHandshakes() {
        Variants<Double> parts = new Variants<>();
        parts.put("silent-connections", "nothing", 0.0);
        parts.put("half-requests", "half a request", 0.5);
        parts.forEach((name, what, part) -> habit(should(name, "on " + MANY + " connections " + what + ", then silence",
                "a slow handshake holds up nobody")
                .covers(SERVED, "10.4-1"), (c, crowd) -> {
                    byte[] request = c.handshake().bytes();
                    crowd.connect(MANY).send(Arrays.copyOf(request, (int) (request.length * part)), what);
                    crowd.serve();
                    crowd.serveNewcomer();
                    return crowd.ended() + " of " + crowd.members().size() + " connections were ended at once";
                }));
        habit(should("half-tls-handshakes", "on " + SOME
                + " connections the beginning of a TLS handshake, then silence", "a slow handshake holds up nobody")
                .covers(SERVED, "10.4-1").needs(Need.TLS), (c, crowd) -> {
                    crowd.connect(SOME, true).send(Bytes.hex("1603010200"), "the header of a TLS record");
                    crowd.serve();
                    crowd.serveNewcomer();
                    return crowd.ended() + " of " + crowd.members().size() + " connections were ended at once";
                });
    }

    private void bombs() {
        habit(should("bombs", "on 8 connections a binary that inflates from 64 KiB to 64 MiB", LIMITS)
                .covers(SERVED, "10.4-2").needs(Need.DEFLATE), (c, crowd) -> {
                    byte[] bomb = deflated(64 * MIB);
                    crowd.connect(8);
                    crowd.members().forEach(member -> member.send(c.handshake().offering(Extension.DEFLATE).bytes()));
                    crowd.members().removeIf(member -> member.status(c.patience()) != 101);
                    crowd.members().forEach(member -> member.takeHead(c.patience()));
                    crowd.send(bytes(c, binary(bomb).rsv(Frame.RSV1)), "a binary of " + bomb.length
                            + " bytes that inflates to 64 MiB");
                    crowd.serveUntilAnswered(BOMB_MILLIS);
                    crowd.serveNewcomer();
                    return crowd.ended() + " of " + crowd.members().size() + " connections were ended";
                });
    }

    /** Zeros as permessage-deflate has them: without the last four bytes of an empty block (RFC 7692 §7.2.1). */
    private static byte[] deflated(int length) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] zeros = new byte[MIB];
            byte[] out = new byte[MIB];
            for (int i = 0; i < length / MIB; i++) {
                deflater.setInput(zeros);
                for (int n = deflater.deflate(out); n > 0; n = deflater.deflate(out)) {
                    all.write(out, 0, n);
                }
            }
            all.write(out, 0, deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH));
            return Arrays.copyOf(all.toByteArray(), all.size() - 4);
        } finally {
            deflater.end();
        }
    }

    private void unread() {
        habit(should("pongs-unread", "Pings of 125 bytes without end, and no Pong is read",
                "answers that nobody reads exhaust nothing: " + OTHERS)
                .covers(SERVED, "10.4-1"), (c, crowd) -> {
                    Frame[] hundred = new Frame[100];
                    Arrays.fill(hundred, ping(Bytes.pattern(125)));
                    byte[] bytes = bytes(c, hundred);
                    return crowd.flood(webSocket(crowd, c), bytes, 64L * MIB, FLOOD_MILLIS, "Pings", 100);
                });
        habit(should("echoes-unread", "binaries of 64 KiB without end, and no echo is read",
                "answers that nobody reads exhaust nothing: " + OTHERS)
                .covers(SERVED, "10.4-1").needs(Need.ECHO), (c, crowd) -> {
                    byte[] bytes = bytes(c, binary(new byte[64 << 10]));
                    return crowd.flood(webSocket(crowd, c), bytes, 256L * MIB, FLOOD_MILLIS, "KiB", 64);
                });
    }

    private void ends() {
        habit(should("resets",
                "resets at every stage: before, within and after the handshake, within a frame and a message, "
                        + "after a Close", OTHERS)
                .covers(SERVED, "10.4-1"), (c, crowd) -> {
                    int count = 0;
                    for (Stage stage : STAGES) {
                        stage.reach(c, crowd.connect(20));
                        crowd.members().forEach(Raw::reset);
                        count += crowd.members().size();
                        crowd.leave();
                        crowd.serve();
                    }
                    crowd.serveNewcomer();
                    return count + " connections were reset";
                });
        habit(should("ends", "ends of our side of TCP at every stage", OTHERS).covers(SERVED, "10.4-1"), (c, crowd) -> {
            int count = 0;
            long ended = 0;
            for (Stage stage : STAGES) {
                stage.reach(c, crowd.connect(20));
                crowd.members().forEach(Raw::endOutput);
                count += crowd.members().size();
                crowd.serve();
                ended += crowd.ended();
                crowd.leave();
            }
            crowd.serveNewcomer();
            return ended + " of " + count + " connections were ended by the server too";
        });
    }

    /**
     * How far a connection gets before it ends.
     *
     * @param ofRequest the part of the request that is sent: 0 to 1
     * @param bytes     what is sent once the handshake is through; null where it isn't awaited
     */
    private record Stage(String what, double ofRequest, byte[] bytes) {
        void reach(Client c, Crowd crowd) {
            if (bytes != null) {
                crowd.upgrade().send(bytes, what);
            } else if (ofRequest > 0) {
                byte[] request = c.handshake().bytes();
                crowd.send(Arrays.copyOf(request, (int) (request.length * ofRequest)), what);
            }
        }
    }

    private static final List<Stage> STAGES = List.of(
            new Stage("nothing", 0, null),
            new Stage("half a request", 0.5, null),
            new Stage("a request", 1, null),
            new Stage("nothing behind the handshake", 1, new byte[0]),
            new Stage("half a header", 1, new byte[] {(byte) 0x82}),
            new Stage("half a frame", 1, new byte[] {(byte) 0x82, (byte) 0x85, 1, 2, 3, 4, 0}),
            new Stage("half a message", 1, new byte[] {0x02, (byte) 0x81, 1, 2, 3, 4, 0}),
            new Stage("a message", 1, new byte[] {(byte) 0x82, (byte) 0x81, 1, 2, 3, 4, 0}),
            new Stage("a Close", 1, close(1000).key(0x01020304).encode(new Random()).bytes()));
}
