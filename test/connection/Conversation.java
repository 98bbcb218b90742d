package connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import frame.Opcode;
import handshake.Admission;
import http.Request;
import http.Response;
import http.Status;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import support.Bytes;

/**
 * A connection and all that is around it: its site, its endpoint, its transport with a peer that reads as much as it is let,
 * and a clock that stands still. It writes down what happens, and a test has to ask for all of it, in order:
 *
 * <ul>
 * <li>{@link #events} is what the server's side was told: {@code open}, {@code text Hello}, {@code binary 00ff}, {@code left},
 *     {@code FAILED 1002 §5.2}, {@code output ends} (TCP's), {@code closed}.
 * <li>{@link #sent} is what the peer has read: {@code 101}, {@code TEXT Hello}, {@code PONG 00ff}, {@code CLOSE 1002 §5.2}.
 *     Of the reasons that quote a section, only the section is shown.
 * </ul>
 *
 * {@link #end} fails if anything is left over.
 */
final class Conversation implements Site, Endpoint, Transport {
    static final byte[] REQUEST = Bytes.ascii("""
            GET /room HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \r
            """);
    private static final SocketAddress PEER = InetSocketAddress.createUnresolved("peer", 1);

    // What a test may set before it begins

    int maxMessage = 1 << 20;
    boolean takesBinary = true;
    boolean echoes;
    /** Followed from the opening on; a text message is appended to it, as in a room. */
    FakeFeed feed;
    Consumer<Connection> onOpen = connection -> { };
    Consumer<Connection> onText = connection -> { };
    Runnable onLeave = () -> { };
    byte[] page = Bytes.ascii("page");

    // What happens

    long now = 1_000_000_000_000L;
    final Connection connection = new Connection(this, PEER, this, now);
    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    /** What the peer sent and the connection doesn't want yet. */
    private final ArrayDeque<byte[]> unreceived = new ArrayDeque<>();
    private long window = Long.MAX_VALUE;
    private boolean blocked;
    private boolean outputEnded;
    private boolean ended;
    private String lastFault = "";

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

    void receiveEof() {
        assertTrue(unreceived.isEmpty(), "the peer's bytes come before its end");
        connection.receiveEof(now);
        settle();
    }

    void lose(String why) {
        connection.lose(why);
        settle();
    }

    /** From now on the peer reads so many bytes, then no more. */
    void peerReads(long bytes) {
        window = bytes;
        blocked = false;
        settle();
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
        feed.append(frame);
        settle();
    }

    void passMillis(long millis) {
        now += millis;
        connection.tick(now);
        settle();
    }

    /** Does what {@code loop} does, until nothing more happens. */
    private void settle() {
        flush();
        while (connection.wantsInput() && !unreceived.isEmpty()) {
            byte[] shared = unreceived.remove().clone();
            ByteBuffer in = ByteBuffer.wrap(shared);
            connection.receive(in, now);
            assertEquals(0, in.remaining(), "all input is taken");
            Arrays.fill(shared, (byte) 0xEE); // the next connection reads into the same buffer
            flush();
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

    @Override
    public void flush() {
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
            connection.sent(now);
        }
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
        List<String> all = new PeerParser(out.toByteArray()).all();
        out.reset();
        return all;
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

    /** Of the last fault or drop: what was reported, without its close code. */
    String lastFault() {
        return lastFault;
    }

    void end() {
        nothingHappened();
        assertTrue(unreceived.isEmpty(), "input that was never taken");
    }

    /**
     * Runs an open conversation with this input whole, byte by byte, cut in two at each place, and in one segment with the
     * handshake. The outcome must be the same each time.
     */
    static void atEveryCut(Consumer<Conversation> setUp, byte[] input, Consumer<Conversation> outcome) {
        for (List<byte[]> way : ways(input)) {
            Conversation talk = new Conversation();
            setUp.accept(talk);
            run("in pieces of " + way.stream().limit(9).map(piece -> piece.length).toList() + " bytes", () -> {
                talk.open().receive(way.toArray(byte[][]::new));
                outcome.accept(talk);
                talk.end();
            });
        }
        Conversation talk = new Conversation();
        setUp.accept(talk);
        run("in one segment with the handshake", () -> {
            talk.receive(Bytes.concat(REQUEST, input));
            assertEquals("open", talk.events.remove(0));
            byte[] sent = talk.receivedBytes();
            int end = new String(sent, ISO_8859_1).indexOf("\r\n\r\n") + 4;
            assertEquals(List.of("101"), new PeerParser(Arrays.copyOf(sent, end)).all());
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

    /** Long inputs are cut at their first and last places only, and into pieces of several sizes. */
    private static List<List<byte[]>> ways(byte[] input) {
        if (input.length <= 700) {
            return Bytes.cuts(input);
        }
        List<List<byte[]>> ways = new ArrayList<>();
        ways.add(List.of(input));
        for (int size : new int[] {1, 997, 4096}) {
            List<byte[]> pieces = new ArrayList<>();
            for (int i = 0; i < input.length; i += size) {
                pieces.add(Arrays.copyOfRange(input, i, Math.min(input.length, i + size)));
            }
            ways.add(pieces);
        }
        for (int cut = 1; cut <= 20; cut++) {
            ways.add(List.of(Arrays.copyOf(input, cut), Arrays.copyOfRange(input, cut, input.length)));
            int late = input.length - cut;
            ways.add(List.of(Arrays.copyOf(input, late), Arrays.copyOfRange(input, late, input.length)));
        }
        return ways;
    }

    // Site

    @Override
    public Limits limits() {
        return Limits.DEFAULT;
    }

    @Override
    public Admission admission() {
        return new Admission(Set.of(), Set.of());
    }

    @Override
    public Response respond(Request request) {
        events.add("request " + request.path());
        return Response.of(Status.OK, "text/plain", page);
    }

    @Override
    public Endpoint endpoint(String path) {
        return this;
    }

    @Override
    public void report(Incident incident, SocketAddress peer, String sentence) {
        assertSame(PEER, peer);
        events.add(incident + " " + shortened(sentence));
        lastFault = sentence.replaceFirst("^\\d+ ", "");
    }

    // Endpoint

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
        return takesBinary;
    }

    @Override
    public Session open(Connection opened) {
        assertSame(connection, opened);
        events.add("open");
        if (feed != null) {
            connection.follow(feed);
        }
        onOpen.accept(connection);
        return new Session() {
            @Override
            public void text(ByteBuffer payload) {
                ByteBuffer copy = copyOf(payload);
                events.add(("text " + asText(copy.array())).trim());
                if (feed != null) {
                    feed.append(FakeFeed.text(UTF_8.decode(copy.duplicate()).toString()));
                }
                if (echoes) {
                    connection.send(Opcode.TEXT, payload);
                }
                onText.accept(connection);
            }

            @Override
            public void binary(ByteBuffer payload) {
                ByteBuffer copy = copyOf(payload);
                events.add(("binary " + inHex(copy.array())).trim());
                if (echoes) {
                    connection.send(Opcode.BINARY, payload);
                }
            }

            @Override
            public void close() {
                events.add("left");
                onLeave.run();
            }
        };
    }

    private static ByteBuffer copyOf(ByteBuffer payload) {
        return ByteBuffer.allocate(payload.remaining()).put(payload.duplicate()).flip();
    }

    // How it is written down

    /** {@code "text A; text B"} in a table. */
    static String[] split(String list) {
        return list == null || list.isEmpty() ? new String[0] : list.split("; ");
    }

    static String asText(byte[] payload) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
            return text.length() <= 80 ? text : text.substring(0, 8) + "... " + payload.length + " bytes " + Arrays.hashCode(payload);
        } catch (CharacterCodingException e) {
            return fail("§5.6: text that is not UTF-8: " + Bytes.hex(payload));
        }
    }

    static String inHex(byte[] payload) {
        return payload.length <= 125 ? Bytes.hex(payload) : payload.length + " bytes " + Arrays.hashCode(payload);
    }

    /** "1002 §5.2 a reserved bit is set" is shown as "1002 §5.2". */
    static String shortened(String sentence) {
        return sentence.replaceFirst("^((?:\\d+ )?§[\\d.]+) .*", "$1");
    }
}
