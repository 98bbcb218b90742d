package soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import support.ClientFrames;
import support.Deflate;
import support.Frame;
import support.TestClient;

/** A member that stays. It hears everything and checks it; in each round it speaks. */
final class Steady {
    /** Senders that were heard last: of a passer-by that is gone nothing more comes. */
    private static final int REMEMBERED = 2_000;
    private static final int PATIENCE_SECONDS = 60;

    final String name;
    private final String room;
    private final TestClient client;
    private final boolean compresses;
    private final Random random;

    private int said;
    private final Map<String, Integer> next = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };

    // What the reader's thread has heard

    private long count;
    private long order;
    private String lastMark;
    private long countAtMark;
    private long orderAtMark;
    private Throwable fault;

    Steady(Site site, String room, int number, boolean compresses, long seed) throws IOException {
        this.name = "s" + number + "@" + room;
        this.room = room;
        this.compresses = compresses;
        this.random = new Random(seed);
        client = site.open("/rooms/" + room, compresses);
        client.socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        Thread reader = new Thread(this::hear, name);
        reader.setDaemon(true);
        reader.start();
    }

    String room() {
        return room;
    }

    private void hear() {
        try {
            while (true) {
                Frame frame = client.read();
                switch (frame.first()) {
                    case Frame.PING -> send(ClientFrames.frame(Frame.PONG, frame.payload()));
                    case Frame.TEXT -> take(frame.text());
                    case Frame.COMPRESSED_TEXT -> take(Frame.text(Deflate.inflate(frame.payload())));
                    default -> throw new AssertionError("the server sent " + frame);
                }
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            synchronized (this) {
                fault = e;
                notifyAll();
            }
        }
    }

    private synchronized void take(String line) {
        Text text = Text.heard(line);
        int expected = next.getOrDefault(text.sender(), 0);
        if (text.number() != expected) {
            throw new AssertionError(text.sender() + " said " + text.number() + " where " + expected + " was due");
        }
        next.put(text.sender(), expected + 1);
        count++;
        order = (Long.rotateLeft(order, 23) ^ line.hashCode()) * 0x9E37_79B9_7F4A_7C15L;
        if (text.sender().charAt(0) == Text.MARK) {
            lastMark = text.sender();
            countAtMark = count;
            orderAtMark = order;
            notifyAll();
        }
    }

    private synchronized void send(byte[] bytes) throws IOException { // by the reader too, which answers Pings
        client.send(bytes);
    }

    /** Speaks now and then, small texts and large ones. */
    Void speakUntil(long end) throws IOException {
        while (System.nanoTime() < end) {
            int padding = random.nextInt(20) == 0 ? random.nextInt(15_000) : random.nextInt(200);
            byte[] text = new Text(name, said++, padding).toString().getBytes(UTF_8);
            send(compresses && random.nextBoolean()
                    ? ClientFrames.frame(Frame.COMPRESSED_TEXT, random.nextInt(), Deflate.deflate(text))
                    : ClientFrames.frame(Frame.TEXT, random.nextInt(), text));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
        }
        return null;
    }

    /** Says something behind which nobody speaks. */
    void mark(String mark) throws IOException {
        send(ClientFrames.text(new Text(mark, 0, 0).toString()));
    }

    /** Waits until the mark was heard. What was wrong until then is an AssertionError. */
    synchronized void awaitMark(String mark) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!mark.equals(lastMark) && fault == null) {
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (millis <= 0) {
                throw new AssertionError(name + " has not heard " + mark);
            }
            wait(millis);
        }
        if (fault != null) {
            throw new AssertionError(name + ": " + fault, fault);
        }
        Integer heard = next.get(name);
        if (said > 0 && (heard == null || heard != said)) {
            throw new AssertionError(name + " said " + said + " texts and heard " + heard + " of them");
        }
    }

    /** How many texts it has heard up to the last mark. */
    synchronized long count() {
        return countAtMark;
    }

    /** Up to the last mark: equal for members that heard the same in the same order. */
    synchronized long order() {
        return orderAtMark;
    }
}
