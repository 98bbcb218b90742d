package conformance;

import java.util.List;

/** What a server may do and another may leave: the suite has to pass both. */
enum Habit {
    DECLINES_COMPRESSION,
    /** 400 instead of a 101 without the extension. */
    REFUSES_BAD_OFFERS,
    /** RFC 7692 §7.1.1.1 and §7.1.2.1 "even if the extension negotiation offer ... didn't include". */
    ANSWERS_UNASKED,
    /** RFC 7692 §7.1.1.2 and §7.1.2.2: what the client hints at may be ignored. */
    IGNORES_HINTS,
    DECLINES_WINDOW_8,
    /** RFC 7692 §6: after agreement too, any message may go uncompressed. */
    SENDS_PLAIN,
    /** RFC 6455 §5.4: messages go out in fragments. */
    FRAGMENTS,
    /** RFC 6455 §10.4. */
    HAS_LIMIT_OF_4000,
    /** RFC 6455 §4.1 has clients wait for the response, §10.7 lets a server drop TCP: bytes behind a bad handshake cost the answer to it. */
    DROPS_BAD_HANDSHAKES_WITH_MORE_BEHIND,
    /** RFC 9112 §3.2 "or a 301 (Moved Permanently) redirect with the request-target properly encoded". */
    REDIRECTS_BAD_TARGETS,
    /** RFC 6455 §7.4.1: 1003 as soon as the first frame of one is seen. */
    TAKES_NO_BINARY,
    /** An application echoes, when all that is here has been read: Pongs overtake it, and a failure or a Close forgets it. */
    ECHOES_LATE(""),
    /** RFC 6455 §5.2 has who sends use the fewest bytes. */
    TAKES_LONG_LENGTHS("5.2", "5.5"),
    /** RFC 6455 §5.5, §10.4: a limit may be noticed only when it has been reached. */
    AWAITS_LENGTHS("5.5", "10.4"),
    /** §7.4.2: 1012 to 1014 came later. §11.7 has no code above 4999, but no sentence is on receiving one. */
    KNOWS_OTHER_CODES("7.4.2"),
    /** RFC 6455 §5.5.2: needless, but nowhere forbidden. */
    ANSWERS_PING_AFTER_CLOSE("5.5.1", "5.5.2");

    private final List<String> sections;

    Habit() {
        this("7692-");
    }

    /** @param sections where all cases have to pass it; of the others the first ones */
    Habit(String... sections) {
        this.sections = List.of(sections);
    }

    boolean showsIn(String section) {
        return sections.stream().anyMatch(section::startsWith);
    }
}
