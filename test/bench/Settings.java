package bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The arguments of a program of this package: {@code key=value}, each with a default, a unit and a sentence. */
final class Settings {
    private static final int USAGE = 2;

    private record Setting(boolean isNumber, long least, long most, String standard, String unit, String help) {}

    private final String program;
    private final Map<String, Setting> known = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> given = new HashSet<>();

    /** @param program what it is called and does, for the help */
    Settings(String program) {
        this.program = program;
    }

    Settings number(String key, long standard, long least, long most, String unit, String help) {
        return add(key, new Setting(true, least, most, Long.toString(standard), unit, help));
    }

    Settings text(String key, String standard, String help) {
        return add(key, new Setting(false, 0, 0, standard, "", help));
    }

    /** All of another program's settings too. */
    Settings with(Settings others) {
        others.known.forEach(this::add);
        return this;
    }

    private Settings add(String key, Setting setting) {
        known.put(key, setting);
        values.put(key, setting.standard);
        return this;
    }

    /**
     * Takes the arguments; ends the program on {@code help} (status 0) or on one that can't be meant (status 2, one
     * line).
     */
    Settings parse(String... args) {
        for (String arg : args) {
            if (arg.matches("-*help")) {
                System.out.print(help());
                System.exit(0);
            }
            int equals = arg.indexOf('=');
            // make's variables are upper case
            String key = (equals < 0 ? arg : arg.substring(0, equals)).toLowerCase(Locale.ROOT);
            Setting setting = known.get(key);
            if (setting == null) {
                wrong("there is no setting " + key);
            } else if (equals < 0) {
                wrong(key + " lacks its value: " + key + "=" + setting.standard);
            } else {
                set(key, setting, arg.substring(equals + 1).strip());
            }
        }
        return this;
    }

    private void set(String key, Setting setting, String value) {
        if (setting.isNumber) {
            try {
                long number = Long.parseLong(value);
                if (number < setting.least || number > setting.most) {
                    throw new NumberFormatException();
                }
            } catch (NumberFormatException e) {
                wrong(key + " takes a number from " + setting.least + " to " + setting.most + ", not " + value);
            }
        }
        values.put(key, value);
        given.add(key);
    }

    /** Ends the program with one line. */
    void wrong(String sentence) {
        System.err.println(sentence + " (help lists the settings)");
        System.exit(USAGE);
    }

    private String help() {
        StringBuilder help = new StringBuilder(program).append("\n\nSettings, as key=value, with their defaults:\n\n");
        known.forEach((key, setting) -> help.append(String.format("  %-20s %s%s%n", key + "=" + setting.standard,
                setting.help, setting.unit.isEmpty() ? "" : " (" + setting.unit + ")")));
        return help.toString();
    }

    int number(String key) {
        return Math.toIntExact(Long.parseLong(text(key)));
    }

    boolean on(String key) {
        return number(key) == 1;
    }

    String text(String key) {
        if (!known.containsKey(key)) {
            throw new IllegalStateException("no setting " + key);
        }
        return values.get(key);
    }

    /** A text of several words: flags for another program. */
    List<String> words(String key) {
        return text(key).isBlank() ? List.of() : List.of(text(key).split("\\s+"));
    }

    /** Whether it was said, and is not just the default. */
    boolean isGiven(String key) {
        return given.contains(key);
    }

    /** As arguments for another program which has the settings of {@code of}. */
    List<String> arguments(Settings of) {
        List<String> arguments = new ArrayList<>();
        of.known.keySet().forEach(key -> arguments.add(key + "=" + values.get(key)));
        return arguments;
    }
}
