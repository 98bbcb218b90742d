package conformance;

/**
 * What can be wrong with a server: each is one small deviation of {@link ReferenceServer}, at one point of its code, which the
 * suite has to find, and at that section.
 */
enum Fault {
    // §5.1
    ACCEPTS_UNMASKED_DATA("5.1", "takes data frames that are not masked"),
    ACCEPTS_UNMASKED_CONTROL("5.1", "takes control frames that are not masked"),
    ACCEPTS_UNMASKED_CONTINUATION("5.1", "takes continuations that are not masked"),
    ACCEPTS_UNMASKED_EMPTY("5.1", "takes empty frames that are not masked"),
    SKIPS_UNMASKED("5.1", "skips what is not masked, and goes on"),
    MASKS("5.1", "masks its frames"),
    UNMASKED_LOSES_EARLIER("5.1", "forgets what came before a frame that is not masked"),

    // §5.2
    ACCEPTS_RSV1("5.2", "takes RSV1 though nothing was agreed"),
    ACCEPTS_RSV2("5.2", "takes RSV2"),
    ACCEPTS_RSV3("5.2", "takes RSV3"),
    ACCEPTS_RSV_ON_CONTROL("5.2", "doesn't look at the RSV bits of control frames"),
    ACCEPTS_RSV_ON_CONTINUATION("5.2", "doesn't look at the RSV bits of continuations"),
    SENDS_RSV1("5.2", "sets RSV1 on its texts"),
    ACCEPTS_DATA_OPCODES("5.2", "takes the opcodes 3 to 7 for text"),
    ACCEPTS_CONTROL_OPCODES("5.2", "skips frames with the opcodes 11 to 15"),
    ACCEPTS_OPCODE_WITHIN_MESSAGE("5.2", "takes any data opcode within a message for a continuation"),
    ACCEPTS_OPCODE_NOT_FINAL("5.2", "waits for more if FIN=0, before it looks at the opcode"),
    READS_LENGTH_16_SWAPPED("5.2", "reads the 16-bit length in the wrong order"),
    READS_LENGTH_16_SIGNED("5.2", "takes 16-bit lengths of 32768 and more for negative"),
    READS_LENGTH_64_SHORT("5.2", "reads only 16 bits of the 64-bit length"),
    SENDS_LENGTH_16_TOO_EARLY("5.2", "sends lengths of 125 in 16 bits"),
    SENDS_LENGTH_64_TOO_EARLY("5.2", "sends lengths of 65535 in 64 bits"),
    ACCEPTS_TOP_BIT("5.2", "ignores the top bit of a 64-bit length"),
    TAKES_ALL_BITS_FOR_NOTHING("5.2", "takes a length with all bits set for an empty frame"),
    ACCEPTS_LONG_LENGTH_16("5.2", "takes 16-bit lengths below 126"),
    ACCEPTS_LONG_LENGTH_64("5.2", "takes 64-bit lengths below 65536"),
    EMPTY_WITHOUT_KEY("5.2", "expects no key in an empty frame"),
    LOSES_CUT_HEADER("5.2", "can't read on when a header is cut"),
    FAILS_MUTELY("5.2", "drops TCP where a Close is due"),
    FAILS_WITH_1000("5.2", "fails with 1000 for every code"),
    GOES_ON_AFTER_FAULT("5.2", "handles what comes after a fault"),
    LEAVES_TCP_OPEN_AFTER_FAULT("5.2", "sends a Close for a fault and leaves TCP open"),

    // §5.3
    UNMASKS_MODULO_3("5.3", "takes byte i MOD 3 of the key"),
    UNMASKS_FIRST_BYTE_ONLY("5.3", "takes the first byte of the key for all"),
    RESTARTS_KEY("5.3", "begins the key anew with each read"),
    COUNTS_KEY("5.3", "counts the key as part of an announced length of 3"),

    // §5.5
    ACCEPTS_LONG_PING("5.5", "takes Pings of more than 125 bytes"),
    ACCEPTS_LONG_PONG("5.5", "takes Pongs of more than 125 bytes"),
    ACCEPTS_LONG_CLOSE("5.5", "takes Closes of more than 125 bytes"),
    WAITS_FOR_LONG_CONTROL("5.5", "reads a control frame that is too long before it fails"),
    ACCEPTS_FRAGMENTED_CONTROL("5.5", "doesn't look at the FIN of control frames"),
    SENDS_LONG_CLOSE("5.5", "sends a Close of 200 bytes when it fails"),
    SENDS_PONG_NOT_FINAL("5.5", "sends Pongs with FIN=0"),

    // §5.5.1
    CLOSES_WITHOUT_ANSWER("5.5.1", "drops TCP when a Close comes"),
    ANSWERS_EMPTY_CLOSE_WITH_1005("5.5.1", "answers a Close without a body with 1005"),
    ACCEPTS_CLOSE_OF_1_BYTE("5.5.1", "takes a Close body of one byte"),
    SWAPS_CLOSE_CODE("5.5.1", "sends the bytes of a close code in the wrong order"),
    ACCEPTS_BAD_REASON("5.5.1", "doesn't look at the reason of a Close"),
    CUTS_REASON("5.5.1", "fails for a reason of 123 bytes"),
    SENDS_TWO_CLOSES("5.5.1", "answers a Close twice"),
    SENDS_DATA_AFTER_CLOSE("5.5.1", "sends a text after its Close"),
    LEAVES_TCP_OPEN("5.5.1", "leaves TCP open after both Closes"),
    GOES_ON_AFTER_CLOSE("5.5.1", "handles what comes after a Close"),
    WAITS_FOR_MESSAGE_BEFORE_CLOSE("5.5.1", "answers no Close within a message"),
    CLOSES_LATE("5.5.1", "thinks a while before it answers a Close"),

    // §5.5.2
    NO_PONG("5.5.2", "answers no Ping"),
    NO_PONG_FOR_EMPTY_PING("5.5.2", "answers no Ping without payload"),
    NO_PONG_WITHIN_MESSAGE("5.5.2", "answers Pings only after the message"),
    FAILS_PING_WITHIN_MESSAGE("5.5.2", "takes a Ping within a message for a fault"),
    LOSES_EARLY_FRAMES("5.5.2", "forgets what came in the same segment as the handshake"),
    PING_ENDS_MESSAGE("5.5.2", "forgets the fragments before a Ping"),

    // §5.5.3
    EMPTY_PONG("5.5.3", "sends Pongs without payload"),
    PONG_AS_TEXT("5.5.3", "puts the payload of a Ping through a String"),
    ANSWERS_FIRST_PING_ONLY("5.5.3", "answers only the first of several Pings"),
    ANSWERS_PONG("5.5.3", "answers a Pong with a Pong"),
    FAILS_FOR_PONG("5.5.3", "takes a Pong that it didn't ask for for a fault"),
    PONG_ENDS_MESSAGE("5.5.3", "forgets the fragments before a Pong"),

    // §6
    ECHOES_NOTHING("5.2", "sends no message back"),

    // For the suite as a whole, whatever the section
    DIES("5.2", "ends as a process would, with all connections, on opcode 7"),
    HANGS("5.2", "does nothing any more, for anyone, from opcode 7 on");

    private final String section;
    private final String sentence;

    Fault(String section, String sentence) {
        this.section = section;
        this.sentence = sentence;
    }

    /** The rule that is broken. */
    String section() {
        return section;
    }

    @Override
    public String toString() {
        return name() + ": " + sentence;
    }
}
