package conformance;

import conformance.suite.Settings;
import conformance.wire.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the command line says. */
final class Options {
    /** Something that can't be meant. The message says what is wrong, in one line. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    /** @param unit what its value is; empty if it takes none */
    private record Flag(String unit, String help) {
        boolean takesValue() {
            return !unit.isEmpty();
        }
    }

    private static final Map<String, Flag> FLAGS = new LinkedHashMap<>();
    private static final Map<String, String> SHORT = Map.of("-h", "--help");

    static {
        flag("--only", "PREFIX", "only these cases or sections: 5.5, 7692-7.2.1; may be repeated, as may ID arguments");
        flag("--skip", "PREFIX", "leave these cases or sections out; may be repeated");
        flag("--fast", "", "without the cases that send volume");
        flag("--hostile", "", "also the cases that strain the server");
        flag("--strict", "", "a missing Close frame (mute) and a broken SHOULD are failures too");
        flag("--echo", "", "the server sends messages back: if it doesn't, it fails (default: find out)");
        flag("--no-echo", "", "it doesn't: whatever needs that is skipped");
        flag("--insecure", "", "take any certificate");
        flag("--header", "LINE", "add this line to every handshake, as \"Cookie: a=b\"; may be repeated");
        flag("--subprotocol", "NAME", "a subprotocol that the server speaks, to be offered in many ways; repeatable");
        flag("--jobs", "N", "connections at once (" + Settings.JOBS + ")");
        flag("--timeout", "SECONDS", "how long the server may be silent when something is due ("
                + Settings.TIMEOUT / 1000 + ")");
        flag("--seed", "N", "of masking keys and all random choices (" + Settings.SEED + ")");
        flag("--verbose", "", "show every case with its bytes");
        flag("--name", "TEXT", "what the reports call the server (its URL)");
        flag("--http", "TEXT", "the HTTP server in front of it, if that is another product, for the reports");
        flag("--junit", "FILE", "write the result as JUnit XML");
        flag("--json", "FILE", "write the result as JSON");
        flag("--html", "FILE", "write the result as a page");
        flag("--compare", "", "put JSON results side by side: --compare a.json b.json --html out.html");
        flag("--markdown", "FILE", "with --compare: write the counts, and what failed, as Markdown");
        flag("--list", "", "list the cases and end");
        flag("--coverage", "", "list the requirements with their cases, and those without, and end");
        flag("--version", "", "print the suite's version and end");
        flag("--help", "", "print this and end (-h)");
    }

    private static void flag(String name, String unit, String help) {
        FLAGS.put(name, new Flag(unit, help));
    }

    private static final String TOKEN_CHARACTERS = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern TOKEN = Pattern.compile(TOKEN_CHARACTERS);
    private static final Pattern HEADER = Pattern.compile(TOKEN_CHARACTERS + ":(?!//)[^\\r\\n]*");
    private static final Pattern OPTION = Pattern.compile("-[A-Za-z-].*", Pattern.DOTALL);
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);
    /** A case or a section, which begin with a digit; an IPv4 address and what has a port are none. */
    private static final Pattern ID = Pattern.compile("(?!\\d+\\.\\d+\\.\\d+\\.\\d+($|/))\\d[^:]*");

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();

    private Options() {}

    static Options parse(String... args) throws UsageException {
        Options options = new Options();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("-")) {
                options.arguments.add(args[i]);
                continue;
            }
            int equals = args[i].indexOf('=');
            String given = equals < 0 ? args[i] : args[i].substring(0, equals);
            String name = SHORT.getOrDefault(given, given);
            Flag flag = FLAGS.get(name);
            if (flag == null) {
                throw new UsageException("there is no option " + name);
            }
            if (!flag.takesValue() && equals >= 0) {
                throw new UsageException(name + " takes no value");
            }
            String value = "";
            if (flag.takesValue()) {
                boolean follows = i + 1 < args.length && isValue(args[i + 1]);
                value = equals >= 0 ? args[i].substring(equals + 1) : follows ? args[++i] : "";
                if (value.isEmpty()) {
                    throw new UsageException(name + " lacks its " + flag.unit);
                }
            }
            options.values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        return options;
    }

    /** An option, or the server's URL, is not the value of the option before it; after = it may be. */
    private static boolean isValue(String word) {
        return !OPTION.matcher(word).matches() && !SCHEME.matcher(word).matches();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The last value given; null if there is none. */
    String value(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    private List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** All that isn't an option. */
    List<String> arguments() {
        return arguments;
    }

    /** Which cases are meant: --only, and the arguments that are no URL. */
    List<String> only() {
        List<String> only = new ArrayList<>(all("--only"));
        arguments.stream().filter(argument -> ID.matcher(argument).matches()).forEach(only::add);
        return only;
    }

    List<String> skipped() {
        return all("--skip");
    }

    Settings settings() throws UsageException {
        List<String> urls = arguments.stream().filter(argument -> !ID.matcher(argument).matches()).toList();
        if (urls.size() != 1) {
            throw new UsageException(urls.isEmpty() ? "which server? give its URL, as ws://localhost:9001/"
                    : "one URL at a time, not " + String.join(" and ", urls));
        }
        Target target;
        try {
            target = Target.parse(SCHEME.matcher(urls.get(0)).matches() ? urls.get(0) : "ws://" + urls.get(0));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        for (String header : all("--header")) {
            if (!HEADER.matcher(header).matches()) {
                throw new UsageException("--header wants a line as \"Name: value\", not " + header);
            }
        }
        for (String name : all("--subprotocol")) {
            if (!TOKEN.matcher(name).matches()) {
                throw new UsageException("--subprotocol wants one name, a token as chat.v2, not " + name);
            }
        }
        if (has("--echo") && has("--no-echo")) {
            throw new UsageException("--echo or --no-echo, not both");
        }
        return Settings.of(target).withHeaders(all("--header")).withSkipped(skipped())
                .withSubprotocols(all("--subprotocol").stream().distinct().toList())
                .withJobs((int) number("--jobs", Settings.JOBS, 1, 1000))
                .withTimeout(millis())
                .withSeed(number("--seed", Settings.SEED, Long.MIN_VALUE, Long.MAX_VALUE))
                .withInsecure(has("--insecure"))
                .withEcho(!has("--no-echo"))
                .withHostile(has("--hostile"))
                .with(Settings.Flag.FAST, has("--fast"));
    }

    private long number(String name, long standard, long least, long most) throws UsageException {
        if (!has(name)) {
            return standard;
        }
        try {
            long number = Long.parseLong(value(name));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        String range = most == Long.MAX_VALUE ? "" : " from " + least + " to " + most;
        throw new UsageException(name + " takes a number" + range + ", not " + value(name));
    }

    private long millis() throws UsageException {
        if (!has("--timeout")) {
            return Settings.TIMEOUT;
        }
        if (!value("--timeout").matches("[0-9]{1,4}(\\.[0-9]{1,3})?")
                || Double.parseDouble(value("--timeout")) < 0.001) {
            throw new UsageException("--timeout takes seconds, as 5 or 0.5, not " + value("--timeout"));
        }
        return Math.round(Double.parseDouble(value("--timeout")) * 1000);
    }

    static List<String> names() {
        return List.copyOf(FLAGS.keySet());
    }

    static String help() {
        StringBuilder help = new StringBuilder("""
                Tests whether a WebSocket server conforms to RFC 6455 and RFC 7692.

                  java -cp build/main conformance.Main [options] URL [ID...]

                URL is the server's, as ws://localhost:9001/chat; ws:// may be left out.
                Exit status: 0 all is well, 1 failures, 2 a wrong option or no server there.

                """);
        FLAGS.forEach((name, flag) -> help.append(String.format("  %-19s %s%n", name + ' ' + flag.unit, flag.help)));
        return help.toString();
    }
}
