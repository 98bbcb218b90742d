package conformance.sections;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import conformance.suite.Client;
import conformance.wire.Frame;
import conformance.wire.Raw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Many connections beside that of a bystander, and what becomes of both. They are closed with the case. */
final class Crowd {
    private static final int MOST = 200;
    /** Of the descriptors that this process may have, a crowd takes this part at most. */
    private static final int SHARE = 4;
    private static final long LOOK_MILLIS = 300;
    /** Over TLS, on a busy machine, a crowd is what has come together by then. */
    private static final long GATHER_MILLIS = 2_000;

    private final Client bystander;
    private final List<Raw> members = new ArrayList<>();
    private long slowest;

    Crowd(Client bystander) {
        this.bystander = bystander;
        bystander.open();
        serve();
    }

    List<Raw> members() {
        return members;
    }

    /** As many as the server, this process and a little time allow, but no more than so many. */
    Crowd connect(int most) {
        return connect(most, false);
    }

    /** @param inPlain without TLS, even if the port speaks it */
    Crowd connect(int most, boolean inPlain) {
        int limit = Math.min(most, Math.min(MOST, descriptors() / SHARE));
        long end = System.nanoTime() + GATHER_MILLIS * 1_000_000;
        try {
            for (int i = 0; i < limit && System.nanoTime() < end; i++) {
                members.add(inPlain ? bystander.rawInPlain() : bystander.raw());
            }
        } catch (IOException e) {
            bystander.remark("after " + members.size() + " connections: " + e.getMessage());
        }
        bystander.remark(members.size() + " connections are opened");
        return this;
    }

    /** Each sends a handshake; those that aren't accepted leave. */
    Crowd upgrade() {
        for (Raw member : members) {
            member.send(bystander.handshake().bytes());
        }
        members.removeIf(member -> member.status(bystander.patience()) != 101);
        members.forEach(member -> member.takeHead(bystander.patience()));
        bystander.remark(members.size() + " of them are WebSockets");
        return this;
    }

    Crowd send(byte[] bytes, String meaning) {
        bystander.remark("each sends " + meaning);
        members.forEach(member -> member.send(bytes));
        return this;
    }

    /**
     * Sends the same bytes again and again, as long as the server takes them, for a while at most. The bystander is
     * served meanwhile.
     *
     * @param unit         what is counted
     * @param unitsInBytes how many of them are in {@code bytes}
     * @return what came of it
     */
    String flood(Raw member, byte[] bytes, long most, long millis, String unit, int unitsInBytes) {
        AtomicLong sent = new AtomicLong();
        Thread flood = new Thread(() -> {
            while (sent.get() < most && member.send(bytes)) {
                sent.addAndGet(bytes.length);
            }
        }, "flood");
        flood.setDaemon(true);
        flood.start();
        long end = System.nanoTime() + millis * 1_000_000;
        while (flood.isAlive() && System.nanoTime() < end) {
            serve();
            join(flood, 50);
        }
        String how = !flood.isAlive() ? sent.get() >= most ? "all were taken" : "then the server ended the connection"
                : "until the time was up";
        serve();
        String said = lastWord(member.await(4, LOOK_MILLIS));
        member.close();
        join(flood, bystander.patience());
        return sent.get() / bytes.length * unitsInBytes + " " + unit + ", " + how + said;
    }

    /** What the server answered, if it is an end: a Close or an HTTP response. */
    private static String lastWord(byte[] answer) {
        if (answer.length >= 4 && answer[0] == (byte) 0x88) {
            return "; it said Close " + ((answer[2] & 0xFF) << 8 | answer[3] & 0xFF);
        }
        String text = new String(answer, ISO_8859_1);
        return text.matches("(?s)HTTP/1\\.[01] [0-9]{3}.*") ? "; it said HTTP " + text.substring(9, 12) : "";
    }

    private static void join(Thread thread, long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The bystander is served: a Ping is answered, a text comes back. */
    void serve() {
        long start = System.nanoTime();
        bystander.expectQuiet();
        if (bystander.isEchoing()) {
            bystander.send(Frame.text("I only stand here"));
            bystander.expectTextIfEchoing("I only stand here");
            bystander.expectQuiet();
        }
        slowest = Math.max(slowest, (System.nanoTime() - start) / 1_000_000);
    }

    /** The bystander is served until each of the crowd has been answered something or ended, a while at most. */
    void serveUntilAnswered(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        for (Raw member : members) {
            do {
                serve();
            } while (member.await(1, 50).length == 0 && member.awaitEnd(1) == null && System.nanoTime() < end);
        }
    }

    /** A new connection is answered, be it by a refusal. */
    void serveNewcomer() {
        try {
            Raw newcomer = bystander.raw();
            newcomer.send(bystander.handshake().bytes());
            int status = newcomer.status(bystander.patience());
            bystander.check(status != 0, "an answer for a new connection", "no answer in " + bystander.patience()
                    + " ms");
            newcomer.close();
        } catch (IOException e) {
            bystander.check(false, "a new connection", e.getMessage());
        }
    }

    /** How many of the crowd the server has ended by now. */
    long ended() {
        long end = System.nanoTime() + LOOK_MILLIS * 1_000_000;
        return members.stream()
                .filter(member -> member.awaitEnd(Math.max(1, (end - System.nanoTime()) / 1_000_000)) != null).count();
    }

    void leave() {
        members.forEach(Raw::close);
        members.clear();
    }

    /** The last word. */
    void saw(String sentence) {
        serve();
        bystander.saw(sentence + "; the bystander waited " + slowest + " ms at most");
    }

    private static int descriptors() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                String[] words = line.split(" +");
                if (line.startsWith("Max open files") && words[3].matches("[0-9]{1,9}")) {
                    return Integer.parseInt(words[3]);
                }
            }
        } catch (IOException e) {
            // another system: it tells when there are no more
        }
        return Integer.MAX_VALUE;
    }
}
