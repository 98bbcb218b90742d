package connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import frame.Opcode;
import handshake.Agreement;
import handshake.Opening;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * What takes the WebSockets of a {@link TestSite}: an echo, a room, or nothing of the kind. It writes down what
 * happens: {@code open}, {@code text Hello}, {@code binary 00ff}, {@code left}.
 */
public final class TestEndpoint implements Endpoint {
    private final Consumer<String> events;
    private Connection opened;

    // What a test may set before it begins

    public int maxMessage = 1 << 20;
    public boolean takesBinary = true;
    public boolean echoes;
    public boolean deflate;
    public RateLimit rate;
    /** Followed from the opening on; a text message is appended to it, as in a room. */
    FakeFeed feed;
    public Consumer<Connection> onOpen = connection -> { };
    public Consumer<Connection> onText = connection -> { };
    public Runnable onLeave = () -> { };

    TestEndpoint(Consumer<String> events) {
        this.events = events;
    }

    /** One that writes nothing down: for connections on threads of their own. */
    public TestEndpoint() {
        this(event -> { });
    }

    /** The last connection that came to state OPEN; null if none did. */
    Connection opened() {
        return opened;
    }

    @Override
    public Agreement agree(Opening opening) {
        return Agreement.on(opening, "chat", deflate);
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
    public RateLimit rate() {
        return rate;
    }

    @Override
    public Session open(Connection connection, Opening opening, Agreement agreement) {
        opened = connection;
        events.accept("open");
        if (feed != null) {
            connection.follow(feed);
        }
        onOpen.accept(connection);
        return new Session() {
            @Override
            public void text(ByteBuffer payload) {
                byte[] copy = copyOf(payload);
                events.accept(("text " + Notation.text(copy)).trim());
                if (feed != null) {
                    feed.append(FakeFeed.text(new String(copy, UTF_8)));
                }
                if (echoes) {
                    connection.send(Opcode.TEXT, payload);
                }
                onText.accept(connection);
            }

            @Override
            public void binary(ByteBuffer payload) {
                events.accept(("binary " + Notation.hex(copyOf(payload))).trim());
                if (echoes) {
                    connection.send(Opcode.BINARY, payload);
                }
            }

            @Override
            public void close() {
                events.accept("left");
                onLeave.run();
            }
        };
    }

    private static byte[] copyOf(ByteBuffer payload) {
        byte[] copy = new byte[payload.remaining()];
        payload.duplicate().get(copy);
        return copy;
    }
}
