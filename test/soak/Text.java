package soak;

/**
 * A text that says who sent it, its number, and how long it is: what was changed, lost or repeated on its way shows.
 */
record Text(String sender, int number, int padding) {
    static final char MARK = '!';

    @Override
    public String toString() {
        return sender + "/" + number + "/" + padding + "/" + fill(number).repeat(padding);
    }

    /** Of one to four bytes in UTF-8. */
    private static String fill(int number) {
        return switch (number % 4) {
            case 0 -> "x";
            case 1 -> "é";
            case 2 -> "字";
            default -> "🍵";
        };
    }

    /** Bytes of UTF-8 that it has at most. */
    static int bytes(int padding) {
        return 60 + 4 * padding;
    }

    /** What a member heard: {@code from<number>:<text>} and a line feed. What isn't so is an AssertionError. */
    static Text heard(String line) {
        String[] parts = line.substring(line.indexOf(':') + 1).split("/", 4);
        Text text = new Text(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        if (!line.endsWith(":" + text + "\n")) {
            throw new AssertionError("changed on its way: " + line.substring(0, Math.min(200, line.length())));
        }
        return text;
    }
}
