package bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import support.Head;

/** The client's side of one opening handshake (RFC 6455 §4.1), in two steps so that many can be under way at once. */
final class Opening {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // §1.3
    private static final int TIMEOUT_MILLIS = 10_000;

    private final String key;
    private final URI url;
    private final Link link;
    private final boolean deflate;
    private byte[] rest;

    /**
     * Connects, and sends what comes first: the request, or the beginning of TLS for {@code wss:}.
     *
     * @param source  the address to come from, or null for any
     * @param deflate whether to offer permessage-deflate
     */
    Opening(URI url, InetAddress source, boolean deflate) {
        this.url = url;
        this.deflate = deflate;
        byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        key = Base64.getEncoder().encodeToString(nonce);
        SocketChannel connected = null;
        try {
            connected = SocketChannel.open();
            if (source != null) {
                connected.bind(new InetSocketAddress(source, 0));
            }
            connected.setOption(StandardSocketOptions.TCP_NODELAY, true);
            connected.socket().connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MILLIS);
            connected.socket().setSoTimeout(TIMEOUT_MILLIS);
            link = new Link(connected, isTls());
            link.begin();
            if (!isTls()) {
                sendRequest();
            }
        } catch (IOException e) {
            closeQuietly(connected);
            throw new Fault("can't connect to " + url + ": " + e.getMessage());
        }
    }

    private boolean isTls() {
        return url.getScheme().equals("wss");
    }

    private void sendRequest() throws IOException {
        link.write(ByteBuffer.wrap(request(url).getBytes(ISO_8859_1)));
    }

    private String request(URI url) {
        String target = (url.getRawPath().isEmpty() ? "/" : url.getRawPath())
                + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        return "GET " + target + " HTTP/1.1\r\nHost: " + url.getRawAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: " + key + "\r\nSec-WebSocket-Version: 13\r\n"
                + (deflate ? "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n" : "")
                + "\r\n";
    }

    /** Waits for the answer and checks it; from then on the link speaks frames. */
    Link finish() {
        try {
            if (isTls()) {
                link.handshake();
                sendRequest();
            }
            check(readHead());
            return link;
        } catch (IOException e) {
            closeQuietly(link.channel);
            throw new Fault("the opening handshake was not answered: " + e.getMessage());
        } catch (Fault e) {
            closeQuietly(link.channel);
            throw e;
        }
    }

    /** What came right behind the answer: the first frames, or a part of one. */
    byte[] rest() {
        return rest;
    }

    private Head readHead() throws IOException {
        BufferedInputStream in = new BufferedInputStream(link.input());
        try {
            Head head = Head.read(in);
            rest = in.readNBytes(in.available());
            return head;
        } catch (AssertionError e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** §4.1: what a client has to see in the response before it may call the connection open. */
    private void check(Head head) {
        if (!head.startLine().matches("HTTP/1\\.1 101( .*)?")) {
            throw new Fault("the server refused the opening handshake: " + head.startLine());
        }
        List<String> connection = Arrays.asList(head.field("Connection").toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
        if (!"websocket".equalsIgnoreCase(head.field("Upgrade")) || !connection.contains("upgrade")) {
            throw new Fault("the 101 lacks Upgrade: websocket or Connection: Upgrade");
        }
        if (!head.field("Sec-WebSocket-Accept").equals(accept(key))) {
            throw new Fault("Sec-WebSocket-Accept is " + head.field("Sec-WebSocket-Accept") + ", not " + accept(key));
        }
        String extension = head.field("Sec-WebSocket-Extensions");
        if (deflate && !extension.matches("permessage-deflate;.*server_no_context_takeover.*")) {
            throw new Fault("the server did not agree to permessage-deflate without context takeover: " + extension);
        }
        if ((!deflate && !extension.isEmpty()) || !head.field("Sec-WebSocket-Protocol").isEmpty()) {
            throw new Fault("the server chose an extension or a subprotocol that was not offered");
        }
    }

    /** §4.2.2 item 5.4 */
    static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** {@code ws://host:port/path}, or {@code wss:}, as a URI that has all its parts; ends the program otherwise. */
    static URI url(Settings settings, String text) {
        try {
            URI url = new URI(text);
            boolean tls = "wss".equals(url.getScheme());
            if ((tls || "ws".equals(url.getScheme())) && url.getHost() != null) {
                int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
                String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
                return new URI(url.getScheme() + "://" + url.getHost() + ":" + port + path
                        + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
            }
        } catch (java.net.URISyntaxException e) {
            // said below
        }
        settings.wrong("url takes ws://host:port/path, not " + text);
        throw new IllegalStateException();
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // it was broken before
        }
    }
}
