package support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The operating system's account of a process (Linux, /proc). Elsewhere everything is unknown: NaN. */
public final class Proc {
    /** The unit of /proc/PID/stat is USER_HZ, which is 100 a second whatever the kernel's own clock. */
    private static final double SECONDS_PER_TICK = 0.01;

    private Proc() {}

    /** Processor time so far, of all its threads and none of its children, in seconds. */
    public record Cpu(double user, double system) {
        public double total() {
            return user + system;
        }

        public Cpu plus(Cpu other) {
            return new Cpu(user + other.user, system + other.system);
        }

        public Cpu since(Cpu before) {
            return new Cpu(user - before.user, system - before.system);
        }
    }

    public static Cpu cpu(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // the second field is the name in parentheses, and may have blanks; utime and stime are fields 14 and 15
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return new Cpu(Long.parseLong(fields[11]) * SECONDS_PER_TICK,
                    Long.parseLong(fields[12]) * SECONDS_PER_TICK);
        } catch (IOException | RuntimeException e) {
            return new Cpu(Double.NaN, Double.NaN);
        }
    }

    /** Resident memory in bytes. */
    public static double resident(long pid) {
        String value = field("/proc/" + pid + "/status", "VmRSS:");
        return value == null ? Double.NaN : Long.parseLong(value.split(" ")[0]) * 1024.0;
    }

    /** Open file descriptors of a process, or -1. */
    public static int descriptors(long pid) {
        try (var list = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return (int) list.count();
        } catch (IOException e) {
            return -1;
        }
    }

    /** How many descriptors this process may have; the processes it starts have the same limit. */
    public static int descriptorLimit() {
        String value = field("/proc/self/limits", "Max open files");
        try {
            return value == null ? 10_240 : (int) Math.min(1 << 20, Long.parseLong(value.split("\\s+")[0]));
        } catch (NumberFormatException e) {
            return 1 << 20; // unlimited
        }
    }

    /** The cores that this process may run on; empty if that isn't known. */
    public static List<Integer> cores() {
        List<Integer> cores = new ArrayList<>();
        String list = field("/proc/self/status", "Cpus_allowed_list:");
        for (String range : list == null ? new String[0] : list.split(",")) {
            String[] ends = range.split("-");
            for (int core = Integer.parseInt(ends[0]); core <= Integer.parseInt(ends[ends.length - 1]); core++) {
                cores.add(core);
            }
        }
        return cores;
    }

    public static String processor() {
        String name = field("/proc/cpuinfo", "model name");
        return name == null ? System.getProperty("os.arch") : name.replaceFirst("^:\\s*", "");
    }

    private static String field(String file, String name) {
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                if (line.startsWith(name)) {
                    return line.substring(name.length()).strip();
                }
            }
        } catch (IOException | RuntimeException e) {
            // not Linux, or the process has ended
        }
        return null;
    }
}
