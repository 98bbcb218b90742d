package chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table of command-line flags: what each takes, its bounds and its default. Parses a command line, prints help. */
final class Flags {
    private enum Kind { TEXT, OPTIONAL_TEXT, COUNT, BYTES, SECONDS, SWITCH }

    private record Flag(Kind kind, String topic, String unit, long least, long most, long standard, String help) {}

    private final Map<String, Flag> flags = new LinkedHashMap<>();
    private String topic = "";

    /** The flags that follow are listed under this heading. */
    Flags topic(String heading) {
        topic = heading;
        return this;
    }

    /** Takes any text. The help says what it is without the flag. */
    Flags text(String name, String unit, String help) {
        return add(name, Kind.TEXT, unit, 0, 0, 0, help);
    }

    Flags count(String name, long least, long most, long standard, String help) {
        return count(name, "N", least, most, standard, help);
    }

    Flags count(String name, String unit, long least, long most, long standard, String help) {
        return add(name, Kind.COUNT, unit, least, most, standard, help);
    }

    /** Takes a text behind an equals sign, or nothing, which counts as an empty text. */
    Flags optionalText(String name, String unit, String help) {
        return add(name, Kind.OPTIONAL_TEXT, unit, 0, 0, 0, help);
    }

    /** The value may end in K or M. */
    Flags bytes(String name, long least, long most, long standard, String help) {
        return add(name, Kind.BYTES, "BYTES", least, most, standard, help);
    }

    /** The value is in seconds and may have a fraction; all other times here are in milliseconds. */
    Flags seconds(String name, long least, long standard, String help) {
        return add(name, Kind.SECONDS, "SECONDS", least, 86_400_000, standard, help);
    }

    /** Takes no value. Off without the flag. */
    Flags toggle(String name, String help) {
        return add(name, Kind.SWITCH, "", 0, 1, 0, help);
    }

    private Flags add(String name, Kind kind, String unit, long least, long most, long standard, String help) {
        flags.put(name, new Flag(kind, topic, unit, least, most, standard, help));
        return this;
    }

    Set<String> names() {
        return flags.keySet();
    }

    /** What a command line says. A flag that it doesn't name has its default. */
    final class Values {
        private final Map<String, List<String>> texts = new HashMap<>();
        private final Map<String, Long> numbers = new HashMap<>();

        private void add(String name, String value) {
            texts.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        }

        /** Each value that was given, in order. */
        List<String> texts(String name) {
            return texts.getOrDefault(name, List.of());
        }

        /** The value that was given last; null if there was none. */
        String text(String name) {
            List<String> all = texts(name);
            return all.isEmpty() ? null : all.get(all.size() - 1);
        }

        /** Bytes, milliseconds, or a count. */
        long number(String name) {
            Long given = numbers.get(name);
            return given != null ? given : flags.get(name).standard;
        }

        int count(String name) {
            return (int) number(name);
        }

        /** Whether the command line names it. */
        boolean isGiven(String name) {
            return numbers.containsKey(name) || texts.containsKey(name);
        }

        boolean isOn(String name) {
            return number(name) == 1;
        }
    }

    Values parse(String... args) throws UsageException {
        Values values = new Values();
        for (int i = 0; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            String name = equals < 0 ? args[i] : args[i].substring(0, equals);
            Flag flag = flags.get(name);
            if (flag == null) {
                throw new UsageException("there is no flag \"" + name + "\"");
            }
            if (flag.kind == Kind.SWITCH) {
                if (equals >= 0) {
                    throw new UsageException(name + " takes no value");
                }
                values.numbers.put(name, 1L);
                continue;
            }
            if (flag.kind == Kind.OPTIONAL_TEXT) {
                values.add(name, equals < 0 ? "" : args[i].substring(equals + 1));
                continue;
            }
            if (equals < 0 && i + 1 == args.length) {
                throw new UsageException(name + " lacks its " + flag.unit);
            }
            String value = equals < 0 ? args[++i] : args[i].substring(equals + 1);
            if (flag.kind == Kind.TEXT) {
                values.add(name, value);
            } else {
                values.numbers.put(name, number(name, flag, value));
            }
        }
        return values;
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
            case SECONDS -> "seconds from " + (flag.least == 0 ? "0" : "0.001") + " to 86400";
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
            case TEXT, OPTIONAL_TEXT, SWITCH -> "";
        };
    }

    /** Every flag under its topic, with its unit and its default. */
    String help() {
        StringBuilder help = new StringBuilder();
        String last = "";
        for (Map.Entry<String, Flag> entry : flags.entrySet()) {
            Flag flag = entry.getValue();
            if (!flag.topic.equals(last)) {
                last = flag.topic;
                help.append(help.isEmpty() ? "" : "\n").append(last).append(":\n");
            }
            String head = String.format("  %-28s", entry.getKey()
                    + (flag.kind == Kind.OPTIONAL_TEXT ? "[=" + flag.unit + "]" : " " + flag.unit));
            help.append(head).append(flag.help.replace("\n", "\n" + " ".repeat(head.length())))
                    .append(standard(flag)).append('\n');
        }
        return help.toString();
    }
}
