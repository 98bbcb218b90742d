package bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import support.Proc;

/**
 * The load on a server: all members and senders, on one thread. It runs as a process of its own, started by {@link
 * Main}, and prints lines that begin with {@code progress}, {@code note}, {@code fault}, or {@code result}.
 *
 * <p>Closed loop: each sender keeps a window of messages under way; a message counts as answered when it has come back
 * to its sender. Open loop: messages are due at a fixed rate whether or not the server keeps up, and latency counts
 * from the time a message was due, so that a server which makes the sender wait can't hide it.
 *
 * <p>At the end, senders stop, everything under way is waited for, and then each member must have got each message
 * once, in the order in which all the others got it.
 */
final class Load {
    private static final int READ_BUFFER = 256 << 10;
    private static final int WRITE_BUFFER = 64 << 10;
    private static final int PROBE_SECONDS = 10;
    private static final int PROBE_EVERY_MILLIS = 100;
    private static final int CLOSE_MILLIS = 2000;
    /** After everything has come: something that comes twice would come now. */
    private static final int QUIET_MILLIS = 50;
    private static final int OPENINGS_AT_ONCE = 8; // each takes this program milliseconds with TLS
    /** Send times kept in all. A delivery that is later than these reach back is noted. */
    private static final int SEND_TIMES = 4 << 20;
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final Settings settings;
    private final URI url;
    private final int rooms;
    /** Of each room. */
    private final int membersEach;
    private final int senders;
    private final int window;
    private final Member[] members;
    /** Open, and never read from: the server has to get along with them. */
    private final List<SocketChannel> deaf = new ArrayList<>();
    private final Selector selector;

    // Used by all members in turn: none of them owns a buffer.
    final ByteBuffer in;
    final ByteBuffer out;
    final TextFrame frame;
    final Inflated inflated = new Inflated();
    final Marker marker = new Marker(ThreadLocalRandom.current().nextInt());
    long foreign;
    /** Of the frame that came last, with its header. */
    int frameBytes;

    /** Closed loop: when each sender sent its last messages. */
    private final long[][] sendTimes;
    /** Open loop: the nanoseconds from one message to the next, over all senders; 0 in closed loop. */
    private final double interval;
    private long begin;
    private long due;
    private boolean stopping;

    // Counts
    private final Histogram latency = new Histogram();
    private long deliveries;
    private long bytes;
    private long messages;
    private long tooLateToTell;
    /** A message counts if it was sent, or due, at or after the first and before the second. */
    private long measureFrom = Long.MAX_VALUE;
    private long measureTo = Long.MAX_VALUE;

    private Load(Settings settings) throws IOException {
        this.settings = settings;
        url = Opening.url(settings, settings.text("url"));
        rooms = settings.number("rooms");
        membersEach = settings.number("members");
        senders = settings.number("senders");
        window = settings.number("window");
        members = new Member[rooms * membersEach];
        interval = settings.number("rate") == 0 ? 0 : (double) SECOND / settings.number("rate");
        frame = new TextFrame(settings.number("bytes"), settings.on("deflate"), marker);
        // a server may put something before and behind the text
        in = ByteBuffer.allocateDirect(Math.max(READ_BUFFER, 2 * frame.size() + 4096));
        out = ByteBuffer.allocateDirect(Math.max(WRITE_BUFFER, frame.size()));
        int times = Math.max(window, Math.min(32_768, SEND_TIMES / (rooms * senders)));
        sendTimes = new long[rooms * senders][interval > 0 ? 0 : Integer.highestOneBit(2 * times - 1)];
        selector = Selector.open();
    }

    static Settings settings() {
        return new Settings("java -cp build/bench bench.Load key=value …\n"
                + "Puts load on one server, once; bench.Main does it with all that belongs to it.")
                .text("url", "", "a broadcast server, as ws://host:port/path; without it bench.Main starts the room")
                .text("pid", "", "the server's process, for its processor time and memory; several, as 17,18, count"
                        + " together")
                .number("rooms", 1, 1, 10_000, "", "how many rooms; more than 1: at rooms/1 and so on, below the URL")
                .number("members", 100, 1, 60_000, "", "connections in each room")
                .number("checked", 0, 0, 60_000, "", "how many members of each room look at what they read; the"
                        + " others only count bytes, and with TLS decrypt nothing; 0: all")
                .number("deaf", 0, 0, 10_000, "", "further connections that join the room and never read")
                .number("senders", 1, 1, 60_000, "", "how many of the members of each room send")
                .number("window", 64, 1, 65_536, "messages", "closed loop: how many each sender keeps under way")
                .number("rate", 0, 0, 10_000_000, "messages a second",
                        "open loop: how many are due, of all senders; 0: closed loop")
                .number("deflate", 0, 0, 1, "0 or 1",
                        "members offer permessage-deflate, and texts are like JSON; senders don't compress")
                .number("bytes", 32, Marker.LENGTH, 1 << 20, "bytes", "length of a text")
                .number("warmup", 3, 0, 3600, "seconds", "load before the measured time")
                .number("seconds", 5, 1, 3600, "seconds", "measured time")
                .number("drain", 10, 1, 3600, "seconds", "how long what is still under way at the end may take");
    }

    /** Ends the program if the settings contradict each other. */
    static void check(Settings settings) {
        long pairs = (long) settings.number("rooms") * settings.number("members") * settings.number("senders");
        if (settings.number("senders") > settings.number("members")) {
            settings.wrong("senders are members: there can't be more of them");
        } else if (settings.number("checked") > 0 && settings.number("checked") < settings.number("senders")) {
            settings.wrong("senders have to be checked: they wait for what they sent");
        } else if (settings.number("checked") > 0 && (settings.number("senders") > 1 || settings.on("deflate"))) {
            settings.wrong("bytes can be counted only if all messages are equally long: of one sender, not compressed");
        } else if (settings.number("rooms") * (long) settings.number("members") > 60_000) {
            settings.wrong("more than 60000 members in all rooms together");
        } else if (pairs > 64 << 20) {
            settings.wrong("rooms times members times senders is more than can be accounted for: " + pairs);
        }
    }

    /** How long it may take at most: it connects, probes the room, warms up, measures, drains. */
    static int mostSeconds(Settings settings, int members) {
        return 20 + members / 500 + PROBE_SECONDS + settings.number("warmup") + settings.number("seconds")
                + settings.number("drain");
    }

    public static void main(String[] args) throws IOException {
        Settings settings = settings().parse(args);
        check(settings);
        Programs.endWithParent();
        endAfter(mostSeconds(settings, settings.number("rooms") * settings.number("members")));
        Load load = new Load(settings);
        try {
            Map<Figure, Double> figures = load.run();
            StringBuilder result = new StringBuilder("result");
            figures.forEach((figure, value) -> result.append(' ').append(figure).append('=').append(value));
            System.out.println(result);
        } catch (Fault fault) {
            fault.getMessage().lines().forEach(line -> System.out.println("fault " + line));
            System.exit(1);
        }
    }

    private static void endAfter(int seconds) {
        Thread watch = new Thread(() -> {
            try {
                Thread.sleep(seconds * 1000L);
            } catch (InterruptedException e) {
                return;
            }
            System.out.println("fault not done within " + seconds + " s");
            Runtime.getRuntime().halt(1);
        });
        watch.setDaemon(true);
        watch.start();
    }

    private Map<Figure, Double> run() throws IOException {
        connect();
        probe();
        begin = System.nanoTime();
        long from = begin + settings.number("warmup") * SECOND;
        if (interval == 0) {
            for (int i = 0; i < rooms * senders; i++) {
                sender(i).allowed = window;
                sender(i).send(begin);
            }
        }
        runUntil(from, "warming up");
        long to = from + settings.number("seconds") * SECOND;
        measureTo = to;
        measureFrom = from;
        Account start = new Account();
        runUntil(to, "measuring");
        Account end = new Account();
        stop(to);
        drain();
        verify();
        for (Member member : members) {
            member.close();
        }
        runUntil(CLOSE_MILLIS, () -> allEnded());
        return figures(start, end);
    }

    // Connecting

    private void connect() throws IOException {
        List<Opening> openings = new ArrayList<>();
        for (int i = 0; i < members.length; i += openings.size()) {
            openings.clear();
            while (openings.size() < OPENINGS_AT_ONCE && i + openings.size() < members.length) {
                int number = i + openings.size();
                openings.add(new Opening(url(number / membersEach), source(url, number), settings.on("deflate")));
            }
            for (int j = 0; j < openings.size(); j++) {
                int local = (i + j) % membersEach;
                members[i + j] = new Member(this, i + j, local, countsOnly(local), senders, openings.get(j), selector);
            }
            progress("connecting", i * 100L / members.length + " %");
        }
        for (int i = 0; i < settings.number("deaf"); i++) {
            deaf.add(new Opening(url, null, settings.on("deflate")).finish().channel);
        }
    }

    /** Whether it only counts bytes. */
    private boolean countsOnly(int local) {
        return settings.number("checked") > 0 && local >= settings.number("checked");
    }

    private URI url(int room) {
        return rooms == 1 ? url : url.resolve("rooms/" + (room + 1));
    }

    /** Senders are numbered so that one after the other is in another room. */
    private Member sender(int number) {
        return members[number % rooms * membersEach + number / rooms];
    }

    /** The number of the sender that is member {@code local} of the same room as this member. */
    private int senderNumber(Member member, int local) {
        return local * rooms + member.number / membersEach;
    }

    /**
     * Loopback has many addresses; each has ports for 10,000 connections and more to one server. Null: the system
     * chooses.
     */
    static InetAddress source(URI url, int connection) throws IOException {
        if (connection < 10_000 || !InetAddress.getByName(url.getHost()).getHostAddress().startsWith("127.")) {
            return null;
        }
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + connection / 10_000)});
    }

    /**
     * A server may add a member to its room some time after the 101. So a text is sent until all have got it.
     */
    private void probe() throws IOException {
        long deadline = System.nanoTime() + PROBE_SECONDS * SECOND;
        while (!allProbed()) {
            if (System.nanoTime() > deadline) {
                long silent = count(member -> !member.probed);
                throw new Fault("not a broadcast server: " + silent + " of " + members.length
                        + " members did not get a text that the first of their room sent to all, within "
                        + PROBE_SECONDS + " s");
            }
            for (int room = 0; room < rooms; room++) {
                members[room * membersEach].sendProbe();
            }
            runUntil(PROBE_EVERY_MILLIS, this::allProbed);
        }
        runUntil(settings.number("checked") > 0 ? QUIET_MILLIS : 0, () -> false);
        for (Member member : members) {
            member.textBytes = 0;
        }
    }

    private boolean allProbed() {
        return count(member -> member.probed) == members.length;
    }

    private boolean allEnded() {
        return count(member -> member.ended) == members.length;
    }

    private long count(Predicate<Member> condition) {
        long count = 0;
        for (Member member : members) {
            count += condition.test(member) ? 1 : 0;
        }
        return count;
    }

    // The loop

    private void runUntil(long time, String what) throws IOException {
        long nextWord = System.nanoTime() + SECOND;
        long before = deliveries;
        for (long now; (now = System.nanoTime()) < time;) {
            if (now >= nextWord) {
                progress(what, (time - now + SECOND / 2) / SECOND + " s to go, "
                        + String.format(Locale.ROOT, "%,d", deliveries - before)
                        + " deliveries/s");
                nextWord += SECOND;
                before = deliveries;
            }
            turn(now, Math.min(time, nextWord) - now);
        }
    }

    private void runUntil(int millis, BooleanSupplier done) throws IOException {
        long deadline = System.nanoTime() + millis * MILLI;
        for (long now; (now = System.nanoTime()) < deadline && !done.getAsBoolean();) {
            turn(now, deadline - now);
        }
    }

    private void turn(long now, long most) throws IOException {
        long wait = Math.min(most, 10 * MILLI);
        if (interval > 0 && begin > 0 && !stopping) {
            sendDue(now);
            wait = Math.min(wait, dueAt(due) - now);
        }
        if (wait >= MILLI) {
            selector.select(this::ready, wait / MILLI);
        } else {
            selector.selectNow(this::ready); // the selector knows no less than a millisecond, and that would be late
        }
    }

    private void ready(SelectionKey key) {
        ((Member) key.attachment()).ready();
    }

    /** A member has read what there was: {@code n} bytes. */
    void received(Member member, int n, long now) {
        bytes += n;
        if (interval > 0) {
            if (!stopping && begin > 0 && now >= dueAt(due)) {
                sendDue(now); // not only once a turn: reading from a thousand members takes a while
            }
        } else if (member.local < senders && !stopping && begin > 0) {
            member.allowed = member.next[member.local] + window;
            member.send(now);
        }
    }

    boolean deflates() {
        return settings.on("deflate");
    }

    /** When the message of this number, counted over all senders, is due. */
    private long dueAt(long message) {
        return begin + (long) (message * interval);
    }

    private void sendDue(long now) {
        long first = due;
        for (; dueAt(due) <= now && dueAt(due) < measureTo; due++) {
            sender((int) (due % (rooms * senders))).allowed++;
        }
        for (long i = first; i < due && i < first + rooms * senders; i++) {
            sender((int) (i % (rooms * senders))).send(now);
        }
    }

    void sent(Member member, int sequence, long now) {
        messages++;
        if (interval == 0) {
            long[] times = sendTimes[senderNumber(member, member.local)];
            times[sequence & times.length - 1] = now;
        }
    }

    /** A member that only counts had got so many bytes and now has more: all frames are equally long. */
    void counted(long before, long now) {
        if (begin > 0) {
            deliveries += now / frameBytes - before / frameBytes;
        }
    }

    /** @param local which of its room's members sent it */
    void delivered(Member to, int local, int sequence, long now) {
        deliveries++;
        int sender = senderNumber(to, local);
        long since;
        if (interval > 0) {
            since = dueAt((long) sequence * rooms * senders + sender);
        } else {
            long[] times = sendTimes[sender];
            int sent = sender(sender).sent;
            if (sent - sequence > times.length) {
                // its time was overwritten by a later one's: the earliest there is says less than the truth
                sequence = sent;
                tooLateToTell++;
            }
            since = times[sequence & times.length - 1];
        }
        if (since >= measureFrom && since < measureTo) {
            latency.record(now - since);
        }
    }

    // The end

    /** Nobody sends any more but, in open loop, what was due before the end. */
    private void stop(long to) {
        if (interval > 0) {
            sendDue(to);
        } else {
            for (Member member : members) {
                member.allowed = Math.min(member.allowed, member.sent);
            }
        }
        stopping = true;
    }

    private void drain() throws IOException {
        progress("waiting", "for what is under way");
        runUntil(settings.number("drain") * 1000, () -> deliveries == messages * membersEach && isAllSent());
        runUntil(QUIET_MILLIS, () -> false);
    }

    private boolean isAllSent() {
        return interval == 0 || messages == due;
    }

    private void verify() {
        if (!isAllSent()) {
            throw new Fault((due - messages) + " of " + due
                    + " messages that were due could not be sent: the server takes fewer than "
                    + settings.number("rate") + " a second");
        }
        for (int room = 0; room < rooms; room++) {
            Member[] ofRoom = Arrays.copyOfRange(members, room * membersEach, (room + 1) * membersEach);
            Verification.check(ofRoom, senders, foreign);
            Verification.checkCounts(ofRoom);
        }
        if (foreign > 0) {
            System.out.println("note " + foreign + " texts came that were none of ours");
        }
        if (tooLateToTell > 0) {
            System.out.println("note the latency of " + tooLateToTell
                    + " deliveries is understated: they came later than send times were kept");
        }
    }

    /** What has been counted so far. The difference of two is what happened between them. */
    private final class Account {
        final long time = System.nanoTime();
        final long deliveries = Load.this.deliveries;
        final long messages = Load.this.messages;
        final long bytes = Load.this.bytes;
        final Proc.Cpu server = pids().mapToObj(Proc::cpu).reduce(Proc.Cpu::plus).orElse(Proc.cpu(-1));
        final Proc.Cpu self = Proc.cpu(ProcessHandle.current().pid());
        final double resident = pids().mapToDouble(Proc::resident).reduce(Double::sum).orElse(Double.NaN);
    }

    private LongStream pids() {
        return Stream.of(settings.text("pid").split(",")).filter(pid -> !pid.isBlank()).mapToLong(Long::parseLong);
    }

    private Map<Figure, Double> figures(Account start, Account end) {
        double seconds = (double) (end.time - start.time) / SECOND;
        double count = end.deliveries - start.deliveries;
        Proc.Cpu server = end.server.since(start.server);
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.DELIVERIES, count / seconds);
        figures.put(Figure.MESSAGES, (end.messages - start.messages) / seconds);
        figures.put(Figure.BYTES, (end.bytes - start.bytes) / count);
        figures.put(Figure.P50, latency.quantile(0.5) / 1e3);
        figures.put(Figure.P99, latency.quantile(0.99) / 1e3);
        figures.put(Figure.P999, latency.quantile(0.999) / 1e3);
        figures.put(Figure.MAX, latency.max() / 1e3);
        figures.put(Figure.CPU, server.total() * 1e6 / count);
        figures.put(Figure.USER, server.user() * 1e6 / count);
        figures.put(Figure.SYSTEM, server.system() * 1e6 / count);
        figures.put(Figure.RESIDENT, end.resident / (1 << 20));
        figures.put(Figure.SERVER_BUSY, 100 * server.total() / seconds);
        figures.put(Figure.LOAD_BUSY, 100 * end.self.since(start.self).total() / seconds);
        return figures;
    }

    private static void progress(String what, String more) {
        System.out.println("progress " + what + " " + more);
    }
}
