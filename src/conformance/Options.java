package conformance;

import conformance.suite.Settings;
import conformance.wire.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the command line says. */
final class Options {
    /** Something that can't be meant. The message says what is wrong, in one line. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    private record Flag(String unit, String help) {}

    private static final Map<String, Flag> FLAGS = new LinkedHashMap<>();

    static {
        FLAGS.put("--only", new Flag("PREFIX", "only these cases or sections: 5.5, 7692-7.2.1/4; may be repeated, as may ID arguments"));
        FLAGS.put("--skip", new Flag("PREFIX", "leave these cases or sections out; may be repeated"));
        FLAGS.put("--fast", new Flag("", "without the cases that send volume"));
        FLAGS.put("--hostile", new Flag("", "also the cases that strain the server"));
        FLAGS.put("--strict", new Flag("", "a missing Close frame (mute) and a broken SHOULD are failures too"));
        FLAGS.put("--no-echo", new Flag("", "the server doesn't send messages back: whatever needs that is skipped"));
        FLAGS.put("--insecure", new Flag("", "take any certificate"));
        FLAGS.put("--header", new Flag("LINE", "add this line to every handshake, as \"Cookie: a=b\"; may be repeated"));
        FLAGS.put("--jobs", new Flag("N", "connections at once (" + Settings.JOBS + ")"));
        FLAGS.put("--timeout", new Flag("SECONDS", "how long the server may be silent when something is due (" + Settings.TIMEOUT / 1000 + ")"));
        FLAGS.put("--seed", new Flag("N", "of masking keys and all random choices (6455)"));
        FLAGS.put("--verbose", new Flag("", "show the cases that passed too, with their bytes"));
        FLAGS.put("--junit", new Flag("FILE", "write the result as JUnit XML"));
        FLAGS.put("--json", new Flag("FILE", "write the result as JSON"));
        FLAGS.put("--html", new Flag("FILE", "write the result as a page"));
        FLAGS.put("--compare", new Flag("", "put JSON results side by side: --compare a.json b.json --html out.html"));
        FLAGS.put("--list", new Flag("", "list the cases and end"));
        FLAGS.put("--coverage", new Flag("", "list the requirements with their cases, and those without, and end"));
        FLAGS.put("--help", new Flag("", "print this"));
    }

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
            String name = equals < 0 ? args[i] : args[i].substring(0, equals);
            Flag flag = FLAGS.get(name);
            if (flag == null) {
                throw new UsageException("there is no option " + name);
            }
            if (flag.unit.isEmpty() ? equals >= 0 : equals < 0 && i + 1 == args.length) {
                throw new UsageException(name + (flag.unit.isEmpty() ? " takes no value" : " lacks its " + flag.unit));
            }
            String value = flag.unit.isEmpty() ? "" : equals < 0 ? args[++i] : args[i].substring(equals + 1);
            options.values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        return options;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The last value given; null if there is none. */
    String value(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(all.size() - 1);
    }

    /** All that isn't an option. */
    List<String> arguments() {
        return arguments;
    }

    /** Which cases are meant: --only, and the arguments that are no URL. */
    List<String> only() {
        List<String> only = new ArrayList<>(values.getOrDefault("--only", List.of()));
        arguments.stream().filter(argument -> !argument.contains("://")).forEach(only::add);
        return only;
    }

    Settings settings() throws UsageException {
        List<String> urls = arguments.stream().filter(argument -> argument.contains("://")).toList();
        if (urls.size() != 1) {
            throw new UsageException(urls.isEmpty() ? "which server? give its URL, as ws://localhost:9001/" : "one URL at a time");
        }
        Target target;
        try {
            target = Target.parse(urls.get(0));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        for (String header : values.getOrDefault("--header", List.of())) {
            if (!header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\\r\\n]*")) {
                throw new UsageException("--header wants a line as \"Name: value\"");
            }
        }
        return new Settings(target, has("--insecure"), !has("--no-echo"), values.getOrDefault("--header", List.of()),
                values.getOrDefault("--skip", List.of()), (int) number("--jobs", Settings.JOBS, 1, 1000), millis(), number("--seed", 6455, Long.MIN_VALUE, Long.MAX_VALUE),
                has("--fast"), has("--hostile"), true);
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
            // told below
        }
        throw new UsageException(name + " takes a number" + (most == Long.MAX_VALUE ? "" : " from " + least + " to " + most) + ", not " + value(name));
    }

    private long millis() throws UsageException {
        if (!has("--timeout")) {
            return Settings.TIMEOUT;
        }
        if (!value("--timeout").matches("[0-9]{1,4}(\\.[0-9]{1,3})?") || Double.parseDouble(value("--timeout")) < 0.001) {
            throw new UsageException("--timeout takes seconds, as 5 or 0.5, not " + value("--timeout"));
        }
        return Math.round(Double.parseDouble(value("--timeout")) * 1000);
    }

    static String help() {
        StringBuilder help = new StringBuilder("""
                Tests whether a WebSocket server conforms to RFC 6455 and RFC 7692.

                  java -cp build/main conformance.Main [options] URL [ID...]

                Exit status: 0 all is well, 1 failures, 2 usage, or no server there.

                """);
        FLAGS.forEach((name, flag) -> help.append(String.format("  %-20s %s%n", name + ' ' + flag.unit, flag.help)));
        return help.toString();
    }
}
