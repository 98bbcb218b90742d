package connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import frame.Opcode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import support.Bytes;
import support.Requests;

/**
 * A connection with its {@link TestSite}, its {@link TestEndpoint}, a peer that reads as much as the test lets it, and
 * a clock that the test moves. It writes down what happens, and a test has to ask for all of it, in order:
 *
 * <ul>
 * <li>{@link #events} is what the server's side saw: {@code request /}, {@code open}, {@code text Hello}, {@code binary
 *     00ff}, {@code left}, {@code FAILED 1002 §5.2}, {@code output ends} (TCP's), {@code closed}.
 * <li>{@link #sent} is what the peer has read: {@code 101}, {@code TEXT Hello}, {@code PONG 00ff}, {@code CLOSE 1002
 *     §5.2}.
 * </ul>
 *
 * {@link #end} fails if anything is left over.
 */
final class Conversation {
    static final byte[] REQUEST = Bytes.ascii(Requests.opening("/room"));
    /** Sun, 06 Nov 1994 08:49:37 GMT: RFC 9110 §5.6.7 */
    static final long START = 784_111_777_000L;

    private final List<String> events = new ArrayList<>();
    final TestEndpoint endpoint = new TestEndpoint(events::add);
    final TestSite site = new TestSite(events::add, path -> endpoint);
    final Connection connection;
    long now = START;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    /** What the peer sent and the connection doesn't want yet. */
    private final ArrayDeque<byte[]> unreceived = new ArrayDeque<>();
    private long window = Long.MAX_VALUE;
    private boolean blocked;
    private boolean outputEnded;
    private boolean ended;

    Conversation() {
        this(talk -> { });
    }

    /** @param setUp what is at the site, before the connection comes */
    Conversation(Consumer<Conversation> setUp) {
        setUp.accept(this);
        connection = TestSite.connection(site, now);
    }

    /** The opening handshake. */
    Conversation open() {
        receive(REQUEST);
        events("open");
        sent("101");
        return this;
    }

    // The peer

    Conversation receive(String hex) {
        return receive(Bytes.hex(hex));
    }

    Conversation receive(byte[]... pieces) {
        for (byte[] piece : pieces) {
            unreceived.add(piece);
            settle();
        }
        return this;
    }

    Conversation receive(List<byte[]> pieces) {
        return receive(pieces.toArray(byte[][]::new));
    }

    void receiveEof() {
        assertTrue(unreceived.isEmpty(), "the peer's bytes come before its end");
        connection.receiveEof(now);
        settle();
    }

    void lose(String why) {
        connection.lose(why);
        settle();
    }

    /** From now on the peer reads n bytes, then no more. Returns whether there are more. */
    boolean peerReads(long bytes) {
        window = bytes;
        blocked = false;
        settle();
        return blocked;
    }

    // The server

    void close(int code, String reason) {
        connection.close(code, reason, now);
        settle();
    }

    void drop(String why) {
        connection.drop(why, now);
        settle();
    }

    void send(Opcode type, String payload) {
        connection.send(type, ByteBuffer.wrap(payload.getBytes(UTF_8)));
        settle();
    }

    /** The room says something. */
    void append(byte[] frame) {
        endpoint.feed.append(frame);
        settle();
    }

    void passMillis(long millis) {
        now += millis;
        connection.tick(now);
        settle();
    }

    /** Does what {@code loop} does, until nothing more happens. */
    private void settle() {
        write();
        resume();
        while (connection.wantsInput() && !unreceived.isEmpty()) {
            byte[] shared = unreceived.remove().clone();
            ByteBuffer in = ByteBuffer.wrap(shared);
            connection.receive(in, now);
            assertEquals(0, in.remaining(), "all input is taken");
            Arrays.fill(shared, (byte) 0xEE); // the next connection reads into the same buffer
            write();
            resume();
        }
        if (endpoint.opened() != null) {
            assertSame(connection, endpoint.opened());
        }
        if (site.reportedPeer != null) {
            assertSame(TestSite.PEER, site.reportedPeer);
        }
        boolean closed = connection.state() == Connection.State.CLOSED;
        if (closed) {
            unreceived.clear();
        }
        if (!outputEnded && !closed && connection.outputEnded()) {
            outputEnded = true;
            events.add("output ends");
        }
        if (!ended && closed) {
            ended = true;
            events.add("closed");
        }
    }

    private void resume() {
        while (connection.canResume()) {
            connection.resume(now);
            write();
        }
    }

    private void write() {
        while (!blocked) {
            ByteBuffer bytes = connection.toSend();
            if (bytes == null) {
                return;
            }
            assertTrue(bytes.hasRemaining(), "an empty buffer to send");
            assertTrue(!outputEnded, "output after its end");
            byte[] read = new byte[(int) Math.min(window, bytes.remaining())];
            bytes.get(read);
            out.writeBytes(read);
            window -= read.length;
            blocked = bytes.hasRemaining();
            connection.sent(!blocked, now);
        }
    }

    /** All that an output has for its peer, whose socket is never full. */
    static byte[] takeAll(Output output) {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        for (ByteBuffer bytes = output.next(); bytes != null; bytes = output.next()) {
            byte[] some = new byte[bytes.remaining()];
            bytes.get(some);
            taken.writeBytes(some);
            output.taken(true);
        }
        return taken.toByteArray();
    }

    // What is asked for

    Conversation events(String... expected) {
        assertEquals(String.join("\n", expected), String.join("\n", events), "events");
        events.clear();
        return this;
    }

    Conversation sent(String... expected) {
        assertEquals(String.join("\n", expected), String.join("\n", received()), "sent");
        return this;
    }

    Conversation nothingHappened() {
        return events().sent();
    }

    Conversation is(Connection.State state) {
        assertEquals(state, connection.state());
        return this;
    }

    /** What the peer has read and nobody asked for yet, as a client would parse it. The last may be incomplete. */
    List<String> received() {
        return Notation.received(receivedBytes());
    }

    /** The same, as bytes. */
    byte[] receivedBytes() {
        byte[] all = out.toByteArray();
        out.reset();
        return all;
    }

    /** Returns and forgets. */
    List<String> allEvents() {
        List<String> all = List.copyOf(events);
        events.clear();
        return all;
    }

    /** How many events begin like this. They stay to be asked for. */
    int count(String beginning) {
        return (int) events.stream().filter(event -> event.startsWith(beginning)).count();
    }

    /** The incidents among the events. */
    List<String> reports() {
        return events.stream().filter(event -> event.matches("[A-Z_]+ .*")).toList();
    }

    /** All that can be seen from outside, so that two conversations can be compared. */
    String outcome() {
        return out.toString(ISO_8859_1) + "\n" + connection.state() + " " + connection.outputEnded() + " " + events;
    }

    /** Of the last fault or drop: what was reported, without its close code. */
    String lastFault() {
        return site.reportedSentence.replaceFirst("^\\d+ ", "");
    }

    void end() {
        nothingHappened();
        assertTrue(unreceived.isEmpty(), "input that was never taken");
    }

    /**
     * Runs an open conversation with this input whole, byte by byte, cut in two at each place, and in one segment with
     * the handshake. The outcome must be the same each time.
     */
    static void atEveryCut(Consumer<Conversation> setUp, byte[] input, Consumer<Conversation> outcome) {
        for (List<byte[]> way : Bytes.someCuts(input)) {
            Conversation talk = new Conversation(setUp);
            run("in pieces of " + way.stream().limit(9).map(piece -> piece.length).toList() + " bytes", () -> {
                talk.open().receive(way);
                outcome.accept(talk);
                talk.end();
            });
        }
        Conversation talk = new Conversation(setUp);
        run("in one segment with the handshake", () -> {
            talk.receive(Bytes.concat(REQUEST, input));
            assertEquals("open", talk.events.remove(0));
            byte[] sent = talk.receivedBytes();
            int end = new String(sent, ISO_8859_1).indexOf("\r\n\r\n") + 4;
            assertEquals(List.of("101"), Notation.received(Arrays.copyOf(sent, end)));
            talk.out.write(sent, end, sent.length - end);
            outcome.accept(talk);
            talk.end();
        });
    }

    static void atEveryCut(byte[] input, Consumer<Conversation> outcome) {
        atEveryCut(talk -> { }, input, outcome);
    }

    private static void run(String how, Runnable test) {
        try {
            test.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(how + ": " + e.getMessage(), e);
        }
    }
}
