package soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import support.Bytes;
import support.ClientFrames;
import support.Deflate;
import support.Frame;
import support.Requests;
import support.TestClient;

/** Somebody who comes and goes, again and again, each time in another way. */
final class Passerby {
    /** A server that is busy may take its time. */
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int MAX_MESSAGE = 64 << 10;

    private final Site site;
    private final List<String> rooms;
    private final String name;
    private final AtomicLong visits;
    private final Random random;
    private int visit;
    private int said;

    /** @param visits counts those of all passers-by */
    Passerby(Site site, List<String> rooms, String name, AtomicLong visits, long seed) {
        this.site = site;
        this.rooms = rooms;
        this.name = name;
        this.visits = visits;
        this.random = new Random(seed);
    }

    Void visitUntil(long end) throws IOException {
        while (System.nanoTime() < end) {
            visits.incrementAndGet();
            visit++;
            said = 0;
            int kind = random.nextInt(15);
            try {
                visit(kind);
            } catch (IOException | AssertionError e) {
                throw new AssertionError(name + ", visit " + visit + " of kind " + kind + ": " + e, e);
            }
            pause(100);
        }
        return null;
    }

    private void visit(int kind) throws IOException {
        switch (kind) {
            case 0, 1, 2, 3 -> talkAndLeave();
            case 4 -> talkAndReset();
            case 5 -> leaveInTheMiddle();
            case 6 -> resetInTheHandshake();
            case 7 -> breakARule();
            case 8 -> readSlowly();
            case 9 -> stopReading();
            case 10 -> askForPages();
            case 11 -> echo();
            case 12 -> sendNoise();
            case 13 -> floodOneThatDoesNotRead();
            default -> openRoomsOfItsOwn();
        }
    }

    private void pause(int mostMillis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(mostMillis)));
    }

    private String room() {
        return "/rooms/" + rooms.get(random.nextInt(rooms.size()));
    }

    private TestClient patient(TestClient client) throws IOException {
        client.socket.setSoTimeout(PATIENCE_MILLIS);
        return client;
    }

    private TestClient open(String path) throws IOException {
        return patient(site.open(path, random.nextBoolean()));
    }

    // What it says

    private String text(int padding) {
        return new Text("p" + name + "." + visit, said++, padding).toString();
    }

    private String anyText() {
        return text(random.nextInt(10) == 0 ? random.nextInt(15_000) : random.nextInt(100));
    }

    /** Whole, or in fragments with a Ping between. */
    private byte[] frames(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        int cut = random.nextInt(bytes.length);
        return random.nextInt(3) > 0 ? ClientFrames.frame(Frame.TEXT, random.nextInt(), bytes)
                : Bytes.concat(ClientFrames.frame(Frame.FIRST_OF_TEXT, Arrays.copyOf(bytes, cut)),
                        ClientFrames.frame(Frame.PONG, "between"),
                        ClientFrames.frame(Frame.LAST, Arrays.copyOfRange(bytes, cut, bytes.length)));
    }

    /** What is next, behind the answers to Pings. */
    private static Frame read(TestClient client) throws IOException {
        while (true) {
            Frame frame = client.read();
            if (frame.first() != Frame.PING) {
                return frame;
            }
            client.send(ClientFrames.frame(Frame.PONG, frame.payload()));
        }
    }

    private static void awaitClose(TestClient client, int code) throws IOException {
        Frame frame = read(client);
        while (frame.first() != Frame.CLOSE) {
            frame = read(client);
        }
        if (frame.code() != code) {
            throw new AssertionError("expected " + code + ", not " + frame);
        }
    }

    /** The server has closed the connection. Only who is slow may see this. */
    private static final class Dropped extends IOException {
        private static final long serialVersionUID = 1;

        Dropped(Frame close) {
            super("the server sent " + close);
        }
    }

    private void talk(TestClient client) throws IOException {
        for (int i = random.nextInt(8); i >= 0; i--) {
            String text = anyText();
            client.send(frames(text));
            for (String heard = ""; !heard.endsWith(":" + text + "\n");) {
                Frame frame = read(client);
                if (frame.first() == Frame.CLOSE) {
                    throw new Dropped(frame);
                }
                heard = frame.first() == Frame.COMPRESSED_TEXT ? Frame.text(Deflate.inflate(frame.payload()))
                        : frame.text();
            }
            pause(50);
        }
    }

    // The ways to visit

    private void talkAndLeave() throws IOException {
        TestClient client = open(room());
        talk(client);
        client.send(ClientFrames.close(1000));
        awaitClose(client, 1000);
        client.close();
    }

    private void talkAndReset() throws IOException {
        TestClient client = open(room());
        talk(client);
        client.send(frames(anyText()));
        if (random.nextBoolean()) {
            client.reset();
        } else {
            client.hangUp();
        }
    }

    private void leaveInTheMiddle() throws IOException {
        TestClient client = open(room());
        byte[] frames = frames(anyText());
        client.send(Arrays.copyOf(frames, random.nextInt(frames.length)));
        pause(50);
        client.reset();
    }

    private void resetInTheHandshake() throws IOException {
        String request = Requests.opening(room());
        TestClient client = site.connect().send(request.substring(0, random.nextInt(request.length() + 1)));
        pause(20);
        client.reset();
    }

    private void breakARule() throws IOException {
        TestClient client = open(room());
        switch (random.nextInt(4)) {
            case 0 -> awaitClose(client.send(new byte[] {(byte) 0x81, 1, 'x'}), 1002);
            case 1 -> awaitClose(client.send(ClientFrames.frame(Frame.TEXT, new byte[] {(byte) 0xFF})), 1007);
            case 2 -> awaitClose(client.send(ClientFrames.header(Frame.TEXT, 1, MAX_MESSAGE + 1)), 1009);
            default -> awaitClose(client.send(ClientFrames.frame(Frame.BINARY, "x")), 1003);
        }
        client.close();
    }

    /** Its window is narrow, so it may fall too far behind, or answer a Ping too late. */
    private void readSlowly() throws IOException {
        TestClient client = patient(site.connectNarrow());
        try {
            Site.upgrade(client, room(), random.nextBoolean());
            for (int i = 0; i < 5; i++) {
                pause(500);
                talk(client);
            }
            client.send(ClientFrames.close(1000));
            read(client);
        } catch (IOException e) {
            // dropped
        }
        client.close();
    }

    /** Until it is dropped, or loses patience. */
    private void stopReading() throws IOException {
        TestClient client = patient(site.connectNarrow());
        Site.upgrade(client, room(), random.nextBoolean());
        client.send(frames(anyText()));
        pause(8_000);
        client.reset();
    }

    private void askForPages() throws IOException {
        TestClient client = patient(site.connect());
        for (String target : List.of("/", "/healthz", "/none", "/rooms/tea")) {
            int status = client.get(target).status();
            if (status != (target.equals("/none") ? 404 : 200)) {
                throw new AssertionError(target + " gave " + status);
            }
        }
        client.close();
    }

    private void echo() throws IOException {
        TestClient client = open("/echo");
        byte[] message = new byte[random.nextInt(1 << 20)];
        random.nextBytes(message);
        client.send(ClientFrames.frame(Frame.BINARY, random.nextInt(), message));
        Frame frame = read(client);
        byte[] payload = frame.first() == 0xC2 ? Deflate.inflate(frame.payload()) : frame.payload();
        if (!Arrays.equals(message, payload)) {
            throw new AssertionError("the echo of " + message.length + " bytes was changed");
        }
        client.send(ClientFrames.close(1000));
        awaitClose(client, 1000);
        client.close();
    }

    /** The server may end at any time. */
    private void sendNoise() throws IOException {
        byte[] noise = new byte[1 + random.nextInt(2_000)];
        random.nextBytes(noise);
        TestClient client = random.nextBoolean() ? patient(site.connect()) : open("/rooms/noise");
        try {
            client.send(noise);
            client.socket.setSoTimeout(50);
            client.socket.getInputStream().read(new byte[1000]);
        } catch (EOFException e) {
            throw e;
        } catch (IOException e) {
            // nothing came, or a reset
        }
        client.close();
    }

    /** In a room of its own. The one that reads hears everything, the one that doesn't is dropped. */
    private void floodOneThatDoesNotRead() throws IOException {
        String room = "/rooms/flood-" + name;
        TestClient speaker = open(room);
        TestClient deaf = patient(site.connectNarrow());
        Site.upgrade(deaf, room, false);
        byte[] text = ClientFrames.text("x".repeat(MAX_MESSAGE));
        for (int i = 0; i < 150; i++) {
            speaker.send(text);
            read(speaker);
        }
        try {
            awaitClose(deaf, 1008);
        } catch (IOException e) {
            // it has not read for so long that the server has ended TCP
        }
        deaf.close();
        speaker.send(ClientFrames.close(1000));
        awaitClose(speaker, 1000);
        speaker.close();
    }

    private void openRoomsOfItsOwn() throws IOException {
        for (int i = 0; i < 20; i++) {
            TestClient client = open("/rooms/own-" + name.hashCode() + "-" + i);
            if (random.nextBoolean()) {
                talk(client);
            }
            client.close();
        }
    }
}
