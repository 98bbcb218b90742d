package conformance.report;

/** Colours, if the output is a terminal that shows them and {@code NO_COLOR} isn't set (https://no-color.org). */
public record Paint(boolean colours) {
    private static final String END = "\u001b[0m";

    public static Paint of(boolean terminal) {
        String no = System.getenv("NO_COLOR");
        return new Paint(terminal && (no == null || no.isEmpty()) && !"dumb".equals(System.getenv("TERM")));
    }

    /** Whether standard output is a terminal. */
    public static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try { // since JDK 22 there may be a console without a terminal, and a method that tells
            return (boolean) System.console().getClass().getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException | RuntimeException e) {
            return true;
        }
    }

    String green(String text) {
        return paint("32", text);
    }

    String yellow(String text) {
        return paint("33", text);
    }

    String red(String text) {
        return paint("31", text);
    }

    String grey(String text) {
        return paint("90", text);
    }

    String bold(String text) {
        return paint("1", text);
    }

    /** In the colour of that mark. */
    String mark(Mark mark, String text) {
        return switch (mark) {
            case PASSED -> green(text);
            case SHOULD -> yellow(text);
            case FAILED -> red(text);
            case SEEN, SKIPPED -> grey(text);
        };
    }

    private String paint(String code, String text) {
        return colours ? "\u001b[" + code + 'm' + text + END : text;
    }
}
