package bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import support.Requests;

/**
 * A connect storm, as after a restart: very many connect at the same moment, and each waits for its 101. Until then
 * each counts from that moment, however late its turn to connect comes.
 */
final class Storm {
    private static final int MOST_SECONDS = 60;
    /** An answer to the opening handshake is shorter. */
    private static final int MOST_ANSWER = 4096;

    private final URI url;
    private final ByteBuffer request;
    private final byte[] answer = new byte[MOST_ANSWER];
    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    /** When each was open, the first one first. */
    private final double[] millis;
    private int opened;
    private long begin;

    private Storm(URI url, int connections) throws IOException {
        this.url = url;
        millis = new double[connections];
        request = ByteBuffer.wrap(Requests.opening(url.getRawPath()).getBytes(ISO_8859_1));
    }

    /**
     * Opens so many connections and closes them again.
     *
     * @return a sentence on how long it took
     * @throws Fault if one isn't opened
     */
    static String of(URI url, int connections) throws IOException {
        Storm storm = new Storm(url, connections);
        try {
            storm.run();
            return storm.toString();
        } finally {
            storm.close();
        }
    }

    private void run() throws IOException {
        begin = System.nanoTime();
        for (int i = 0; i < millis.length; i++) {
            SocketChannel channel = SocketChannel.open();
            channels.add(channel);
            channel.configureBlocking(false);
            InetAddress source = Load.source(url, i);
            if (source != null) {
                channel.bind(new InetSocketAddress(source, 0));
            }
            channel.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            channel.register(selector, SelectionKey.OP_CONNECT);
            selector.selectNow(this::handle);
        }
        while (opened < millis.length) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
                throw new Fault("of " + millis.length + " that connected at once only " + opened
                        + " were open after " + MOST_SECONDS + " s");
            }
            selector.select(this::handle, 1000);
        }
    }

    private void handle(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                channel.write(request.duplicate()); // the first bytes always fit
                key.interestOps(SelectionKey.OP_READ);
                return;
            }
            int count = channel.read(ByteBuffer.wrap(answer));
            String text = new String(answer, 0, Math.max(0, count), ISO_8859_1);
            if (!text.startsWith("HTTP/1.1 101 ") || !text.contains(Requests.ACCEPT)) {
                throw new Fault("the server refused one of those that connected at once: "
                        + (count < 0 ? "the connection ended" : text.lines().findFirst().orElse("")));
            }
            key.cancel();
            millis[opened++] = (System.nanoTime() - begin) / 1e6;
        } catch (IOException e) {
            throw new Fault("one of those that connected at once failed: " + e.getMessage());
        }
    }

    private void close() throws IOException {
        selector.close();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d connected at once: half were open after %,.0f ms, 99 %% after %,.0f ms, "
                + "all after %,.0f ms", millis.length, millis[millis.length / 2],
                millis[(int) (millis.length * 0.99)], millis[millis.length - 1]);
    }
}
