package conformance.report;

import java.util.Locale;

/** What a report shows of a verdict: one character, and what it means. */
enum Mark {
    FAILED('✘', "failed", "the server breaks a MUST, or takes bad input as good (CORE)"),
    SHOULD('~', "SHOULD",
            "the server breaks a SHOULD; mute: the connection ended as it must, but without a Close frame"),
    PASSED('✔', "passed", "as the RFC demands or recommends"),
    SEEN('·', "only seen", "the RFC leaves it open; the report says what the server did"),
    SKIPPED('-', "skipped", "it can't be tested with this server; the report says why");

    private final char sign;
    private final String word;
    private final String meaning;

    Mark(char sign, String word, String meaning) {
        this.sign = sign;
        this.word = word;
        this.meaning = meaning;
    }

    String word() {
        return word;
    }

    String meaning() {
        return meaning;
    }

    /** For style sheets. */
    String css() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return String.valueOf(sign);
    }
}
