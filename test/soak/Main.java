package soak;

import hostile.Way;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code make soak SECONDS=600 SEED=1}: prints a line every 10 s and after each round, and a verdict. Status 0 if
 * nothing was lost and all was given back, 1 if not, 2 if a setting is wrong. The seed decides what everybody does, but
 * not how the threads meet.
 */
public final class Main {
    private static final List<String> ROOMS = List.of("tea", "coffee", "%E4%B8%AD%E6%96%87");
    private static final int STEADY_IN_A_ROOM = 4;
    private static final int PASSERS_BY = 6;
    /** Seconds. The first one warms up: what it leaves is the measure for all others. */
    private static final int ROUND = 60;
    private static final int WARM_UP = 60;
    private static final int PROGRESS = 10;
    /** Bytes that may be used in the end, more than after the warm-up. */
    private static final long HEAP_SLACK = 2 << 20;
    /** The history of the rooms, and segments that wait in the pool: each as much as the servers' --max-logs says. */
    private static final long DIRECT_SLACK = 2 * Site.MAX_LOGS;
    /** That, the young generation, and code that was compiled since then. */
    private static final double RESIDENT_SLACK = DIRECT_SLACK + (40 << 20);

    private final int seconds;
    private final long seed;
    private final List<Site> sites = new ArrayList<>();
    private final Map<Site, List<Steady>> steady = new HashMap<>();
    private final List<Passerby> passersBy = new ArrayList<>();
    private final Map<Site, Site.Use> afterWarmUp = new HashMap<>();
    private final AtomicLong visits = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> faults = new ArrayList<>();
    private final long begin = System.nanoTime();
    private int rounds;

    private Main(int seconds, long seed, List<String> jvm) throws IOException {
        this.seconds = seconds;
        this.seed = seed;
        for (Way way : Way.values()) {
            sites.add(new Site(way, jvm));
        }
        for (Site site : sites) {
            List<Steady> all = new ArrayList<>();
            for (int i = 0; i < STEADY_IN_A_ROOM * ROOMS.size(); i++) {
                all.add(new Steady(site, ROOMS.get(i % ROOMS.size()), i, i / ROOMS.size() % 2 == 1, seed + i));
            }
            steady.put(site, all);
            for (int i = 0; i < PASSERS_BY; i++) {
                passersBy.add(new Passerby(site, ROOMS, site.name + i, visits, seed + 1000 + i));
            }
        }
    }

    public static void main(String[] args) throws Exception {
        int seconds = 600;
        long seed = System.nanoTime() & 0xFFFF_FFFFL;
        List<String> jvm = List.of();
        try {
            for (String arg : args) {
                String value = arg.substring(arg.indexOf('=') + 1);
                switch (arg.substring(0, Math.max(0, arg.indexOf('='))).toLowerCase(Locale.ROOT)) {
                    case "seconds" -> seconds = Integer.parseInt(value);
                    case "seed" -> seed = Long.parseLong(value);
                    case "jvm" -> jvm = Arrays.stream(value.split(" ")).filter(flag -> !flag.isEmpty()).toList();
                    default -> throw new NumberFormatException();
                }
            }
            if (seconds < 1) {
                throw new NumberFormatException();
            }
        } catch (NumberFormatException e) {
            System.err.println("make soak takes SECONDS=N and SEED=N, whole numbers; not " + String.join(" ", args));
            System.exit(2);
        }
        System.exit(new Main(seconds, seed, jvm).run() ? 0 : 1);
    }

    private boolean run() throws InterruptedException {
        System.out.printf("soak for %d s, SEED=%d, JDK %s: %d servers, %d rooms on each, %d members that stay,"
                + " %d that come and go%n", seconds, seed, Runtime.version(), sites.size(), ROOMS.size(),
                sites.size() * ROOMS.size() * STEADY_IN_A_ROOM, passersBy.size());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        round(Math.min(WARM_UP, 1 + seconds / 4));
        while (faults.isEmpty() && System.nanoTime() < end) {
            round((int) Math.min(ROUND, 1 + TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime())));
        }
        for (Site site : sites) {
            System.out.println(site.name + ": " + site.end());
            if (!site.mistakes().isEmpty()) {
                faults.add(site.name + " printed:\n" + site.mistakes());
            }
            site.close();
        }
        faults.forEach(fault -> System.out.println("FAULT " + fault));
        System.out.println(faults.isEmpty() ? "soak passed: nothing was lost, everything was given back"
                : "soak FAILED: " + faults.size() + " faults, SEED=" + seed);
        return faults.isEmpty();
    }

    private void round(int length) throws InterruptedException {
        rounds++;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(length);
        List<Future<Void>> tasks = new ArrayList<>();
        steady.values().forEach(all -> all.forEach(each -> tasks.add(threads.submit(() -> each.speakUntil(end)))));
        passersBy.forEach(each -> tasks.add(threads.submit(() -> each.visitUntil(end))));
        for (Future<Void> task : tasks) {
            await(task);
        }
        try {
            for (Site site : sites) {
                compare(site);
                measure(site);
            }
        } catch (IOException | AssertionError e) {
            faults.add(e.toString());
        }
    }

    private void await(Future<Void> task) throws InterruptedException {
        while (true) {
            try {
                task.get(PROGRESS, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                progress();
            } catch (ExecutionException e) {
                faults.add(e.getCause().toString());
                return;
            }
        }
    }

    private String time() {
        return String.format("%4d s", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
    }

    private void progress() {
        StringBuilder line = new StringBuilder(time() + ": " + visits + " visits");
        for (Site site : sites) {
            line.append(String.format(Locale.ROOT, "; %s %.1f MB resident", site.name, site.resident() / 1e6));
        }
        System.out.println(line);
    }

    /** Nobody else speaks now: in each room all must have heard the same up to the mark. */
    private void compare(Site site) throws IOException, InterruptedException {
        long heard = 0;
        for (String room : ROOMS) {
            List<Steady> members = steady.get(site).stream().filter(each -> each.room().equals(room)).toList();
            Steady first = members.get(0);
            String mark = Text.MARK + "mark" + rounds;
            first.mark(mark);
            for (Steady member : members) {
                member.awaitMark(mark);
                if (member.count() != first.count() || member.order() != first.order()) {
                    throw new AssertionError(member.name + " heard " + member.count() + " texts, " + first.name + " "
                            + first.count() + ", or in another order");
                }
            }
            heard += first.count();
        }
        System.out.println(time() + ": round " + rounds + ", " + site.name + ": " + heard
                + " texts in all, heard by all members that stay, in one order");
    }

    /** Those that went may still be on their way out: the server has a few seconds for them. */
    private void measure(Site site) {
        Site.Use first = afterWarmUp.get(site);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            Site.Use use = site.use();
            boolean settled = first == null ? System.nanoTime() > end - TimeUnit.SECONDS.toNanos(15)
                    : use.descriptors() <= first.descriptors() && use.heap() <= first.heap() + HEAP_SLACK
                            && use.direct() <= first.direct() + DIRECT_SLACK
                            && !(use.resident() > first.resident() + RESIDENT_SLACK);
            if (settled || System.nanoTime() > end) {
                System.out.println(time() + ": round " + rounds + ", " + site.name + ": " + use);
                afterWarmUp.putIfAbsent(site, use);
                if (!settled) {
                    faults.add(site.name + " has " + use + "; after the warm-up it had " + first);
                }
                return;
            }
        }
    }
}
