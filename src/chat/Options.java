package chat;

import connection.Patience;
import handshake.OriginPolicy;
import http.Authority;
import http.HeadLimits;
import http.HostPolicy;
import http.Scheme;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The settings that the command line makes.
 *
 * @param page null for the page that comes with the classes
 */
record Options(String host, int port, Path page, boolean echo, int loops, HostPolicy hostPolicy,
        OriginPolicy originPolicy, int maxConnections, HeadLimits headLimits, Patience patience, RoomLimits roomLimits,
        int maxEchoMessage, boolean deflate) {

    /** Bytes that {@code from<number>:}, the line feed and the frame's header can add to a message. */
    private static final int MAX_EXTRA = 64;

    /** A flag or a value that isn't valid. The message says what is wrong, in one line. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    private enum Kind { TEXT, COUNT, BYTES, SECONDS, SWITCH }

    private record Flag(Kind kind, String unit, long least, long most, long standard, String help) {}

    private static final Map<String, Flag> FLAGS = new LinkedHashMap<>();

    private static void text(String name, String unit, String help) {
        FLAGS.put(name, new Flag(Kind.TEXT, unit, 0, 0, 0, help));
    }

    private static void bytes(String name, long least, long most, long standard, String help) {
        FLAGS.put(name, new Flag(Kind.BYTES, "BYTES", least, most, standard, help));
    }

    private static void count(String name, long least, long most, long standard, String help) {
        FLAGS.put(name, new Flag(Kind.COUNT, "N", least, most, standard, help));
    }

    private static void seconds(String name, long standard, String help) {
        FLAGS.put(name, new Flag(Kind.SECONDS, "SECONDS", 1, 86_400_000, standard, help));
    }

    static {
        text("--host", "ADDRESS", "address to listen on; 0.0.0.0 for all networks (127.0.0.1)");
        count("--port", 0, 65_535, 9502, "port to listen on; 0 for any free port");
        text("--origin", "ORIGIN", "also accept pages of this site, for example https://example.org; null for pages\n"
                + "opened from disk, * for all pages; may be repeated (only the server's own pages)");
        text("--allow-host", "NAME", "a name of this server, in addition to its addresses and localhost;\n"
                + "may be repeated (none)");
        text("--page", "FILE", "HTML file to serve as the page (the built-in page)");
        FLAGS.put("--echo", new Flag(Kind.SWITCH, "", 0, 0, 0, "serve /echo, for conformance tools (off)"));
        FLAGS.put("--no-deflate", new Flag(Kind.SWITCH, "", 0, 0, 0,
                "never compress messages (compressed for clients that offer permessage-deflate)"));
        count("--loops", 1, 1024, Runtime.getRuntime().availableProcessors(),
                "threads that serve connections; one for each processor core");
        bytes("--max-message", 1, 16 << 20, RoomLimits.DEFAULT.maxMessage(), "longest chat message");
        bytes("--max-echo-message", 1, 1 << 30, Echo.DEFAULT_MAX_MESSAGE, "longest message to /echo");
        bytes("--max-lag", 1, 1 << 30, RoomLimits.DEFAULT.maxLag(),
                "how far a member may be behind the room before it is disconnected");
        bytes("--max-logs", 1 << 20, 1L << 40, RoomLimits.DEFAULT.maxLogs(),
                "memory for messages that slow members still need, in all rooms together");
        count("--max-connections", 0, Integer.MAX_VALUE, 0,
                "connections open at once; 0 for as many as file descriptors allow");
        bytes("--max-head", 1024, 16 << 20, HeadLimits.DEFAULT.maxHead(), "longest head of a request");
        bytes("--max-target", 256, 16 << 20, HeadLimits.DEFAULT.maxTarget(), "longest target of a request");
        count("--max-fields", 10, 100_000, HeadLimits.DEFAULT.maxFields(), "most header fields in a request");
        seconds("--request-timeout", Patience.DEFAULT.request(),
                "from connecting, or from the last response, to a complete request");
        seconds("--ping-after", Patience.DEFAULT.ping(), "silence before a Ping is sent");
        seconds("--pong-timeout", Patience.DEFAULT.pong(), "from that Ping to any byte from the peer");
        seconds("--close-timeout", Patience.DEFAULT.close(), "from the Close to the peer's end of the connection");
        FLAGS.put("--version", new Flag(Kind.SWITCH, "", 0, 0, 0, "print the version"));
        FLAGS.put("--help", new Flag(Kind.SWITCH, "", 0, 0, 0, "print this; -h too"));
    }

    static Options parse(String... args) throws UsageException {
        Map<String, String> texts = new LinkedHashMap<>(Map.of("--host", "127.0.0.1"));
        Map<String, Long> numbers = new LinkedHashMap<>();
        FLAGS.forEach((name, flag) -> numbers.put(name, flag.standard));
        Set<String> origins = new HashSet<>();
        Set<String> hosts = new HashSet<>();
        for (int i = 0; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            String name = equals < 0 ? args[i] : args[i].substring(0, equals);
            Flag flag = FLAGS.get(name);
            if (flag == null) {
                throw new UsageException("there is no flag \"" + name + "\"");
            }
            if (flag.kind == Kind.SWITCH) {
                if (equals >= 0) {
                    throw new UsageException(name + " takes no value");
                }
                numbers.put(name, 1L);
                continue;
            }
            if (equals < 0 && i + 1 == args.length) {
                throw new UsageException(name + " lacks its " + flag.unit);
            }
            String value = equals < 0 ? args[++i] : args[i].substring(equals + 1);
            switch (name) {
                case "--origin" -> origins.add(origin(value));
                case "--allow-host" -> hosts.add(host(value));
                default -> {
                    if (flag.kind == Kind.TEXT) {
                        texts.put(name, value);
                    } else {
                        numbers.put(name, number(name, flag, value));
                    }
                }
            }
        }
        hosts.add(texts.get("--host").toLowerCase(Locale.ROOT)); // a server that listens on a name has that name
        if (numbers.get("--max-lag") < numbers.get("--max-message") + MAX_EXTRA) {
            throw new UsageException("--max-lag must be larger than --max-message, or one message could drop everyone");
        }
        return new Options(texts.get("--host"), number(numbers, "--port"), path(texts.get("--page")),
                number(numbers, "--echo") == 1, number(numbers, "--loops"), new HostPolicy(hosts),
                new OriginPolicy(origins, Scheme.HTTP),
                number(numbers, "--max-connections"),
                new HeadLimits(
                        number(numbers, "--max-head"), number(numbers, "--max-target"),
                        number(numbers, "--max-fields")),
                new Patience(
                        numbers.get("--request-timeout"), numbers.get("--ping-after"), numbers.get("--pong-timeout"),
                        numbers.get("--close-timeout")),
                new RoomLimits(
                        number(numbers, "--max-message"), number(numbers, "--max-lag"), numbers.get("--max-logs")),
                number(numbers, "--max-echo-message"), number(numbers, "--no-deflate") == 0);
    }

    private static int number(Map<String, Long> numbers, String name) {
        return numbers.get(name).intValue();
    }

    private static Path path(String value) throws UsageException {
        try {
            return value == null ? null : Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException("--page takes a file, not " + value);
        }
    }

    private static String origin(String value) throws UsageException {
        if (!value.equals("*") && !value.equals("null") && !value.matches("[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#\\s]+")) {
            throw new UsageException(
                    "--origin takes a site as https://example.org, without a path, or null, or *; not " + value);
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private static String host(String value) throws UsageException {
        Authority authority = Authority.parse(value);
        if (authority == null || authority.port() != -1) {
            throw new UsageException("--allow-host takes a name as chat.example.org, without a port, not " + value);
        }
        return authority.host();
    }

    private static long number(String name, Flag flag, String value) throws UsageException {
        try {
            long number = switch (flag.kind) {
                case SECONDS -> Math.round(Double.parseDouble(value) * 1000);
                case BYTES -> bytes(value);
                default -> Long.parseLong(value);
            };
            if (number >= flag.least && number <= flag.most) {
                return number;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // reported below
        }
        throw new UsageException(name + " takes " + range(flag) + ", not " + value);
    }

    private static long bytes(String value) {
        int scale = value.endsWith("K") ? 10 : value.endsWith("M") ? 20 : 0;
        String digits = scale == 0 ? value : value.substring(0, value.length() - 1);
        return Math.multiplyExact(Long.parseLong(digits), 1L << scale);
    }

    private static String range(Flag flag) {
        return switch (flag.kind) {
            case SECONDS -> "seconds from 0.001 to 86400";
            case BYTES -> "bytes from " + size(flag.least) + " to " + size(flag.most);
            default -> "a number from " + flag.least + " to " + flag.most;
        };
    }

    private static String size(long bytes) {
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + "M"
                : bytes % (1 << 10) == 0 ? (bytes >> 10) + "K"
                : Long.toString(bytes);
    }

    private static String standard(Flag flag) {
        return switch (flag.kind) {
            case SECONDS -> " (" + flag.standard / 1000 + ")";
            case BYTES -> " (" + size(flag.standard) + ")";
            case COUNT -> " (" + flag.standard + ")";
            case TEXT, SWITCH -> "";
        };
    }

    /** What --help prints: every flag with its unit and its default. */
    static String help() {
        StringBuilder help = new StringBuilder("""
                A WebSocket chat room.

                  make run ARGS='[flags]'
                  java -XX:+UseSerialGC -Xmn16m -jar build/chat.jar [flags]
                  java -XX:+UseSerialGC -Xmn16m -cp build/main chat.Main [flags]
                  build/image/bin/chat [flags]

                The options of java are recommended: they save memory. make run and the image use them.

                Flags, with their defaults in parentheses. BYTES may end in K or M; SECONDS may have a fraction.

                """);
        FLAGS.forEach((name, flag) -> {
            String head = String.format("  %-28s", name + " " + flag.unit);
            String text = flag.help.replace("\n", "\n" + " ".repeat(head.length()));
            help.append(head).append(text).append(standard(flag)).append('\n');
        });
        return help.toString();
    }

    /** The names of all flags. */
    static Set<String> flags() {
        return FLAGS.keySet();
    }

    /** The same for a server that has these names too. */
    Options knownAs(Set<String> names) {
        Set<String> hosts = new HashSet<>(hostPolicy.names());
        hosts.addAll(names);
        return new Options(host, port, page, echo, loops, new HostPolicy(hosts), originPolicy, maxConnections,
                headLimits, patience, roomLimits, maxEchoMessage, deflate);
    }
}
