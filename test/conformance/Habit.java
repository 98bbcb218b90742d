package conformance;

import java.util.List;

/**
 * What a server may do and another may leave, each with the sentence that lets it: the suite has to blame
 * {@link ReferenceServer} for none of them.
 */
enum Habit {
    // What answers a Close: §5.5.1 "typically echos the status code it received"; §7.4 "the action an endpoint should
    // take given this reason, are left undefined"
    CLOSES_WITH_1000("5.5.1", "answers each Close with 1000"),
    CLOSES_WITH_1001("5.5.1", "answers each Close with 1001: it goes away"),
    CLOSES_WITH_1011("5.5.1", "answers each Close with 1011"),
    CLOSES_WITH_3000("5.5.1", "answers each Close with a code of its application"),
    CLOSES_WITHOUT_CODE("5.5.1", "answers each Close with one that has no body"),
    CLOSES_WITH_REASON("5.5.1", "says something of its own in its Close"),
    CLOSES_WITH_LONG_REASON("5.5.1", "has a reason of 123 bytes"),
    /** §7.1.5 "will not send further Close frames": a description. */
    SENDS_TWO_CLOSES("5.5.1", "answers a Close twice"),
    /**
     * §5.1 "a server MAY send a Close frame with a status code of 1002"; that data behind a Close is discarded is
     * non-normative.
     */
    VALIDATES_BEHIND_CLOSE("5.5.1", "looks at what is behind a Close before it answers, and says 1002 for it"),
    /** §5.5.2: needless, but nowhere forbidden. */
    ANSWERS_PING_AFTER_CLOSE("5.5.1", "answers Pings behind a Close"),
    /** §7.4.2: 1012 to 1014 came later. §11.7 has no code above 4999, but no sentence is on receiving one. */
    KNOWS_OTHER_CODES("7.4.2", "refuses 1012 to 1014 and takes what is above 4999"),
    /** §7.1.1 "SHOULD use a method that cleanly closes the TCP connection": a reset takes away what is on its way. */
    LOSES_CLOSE_IN_RESET("5.5.1", "resets TCP so soon behind its Close that the Close is lost"),
    /** §5.5.1 has no more data frames come after a Close; §5.5.2 "before the connection is closed". */
    PINGS_AFTER_CLOSE("5.5.1", "sends a Ping behind its Close"),
    PONGS_AFTER_CLOSE("5.5.1", "sends a Pong that nobody asked for behind its Close"),
    /** §5.5.1 "The Close frame MAY contain a body". */
    FAILS_WITHOUT_CODE("7.1.7", "fails with a Close that has no body"),
    /** §7.1.7 "An endpoint MAY omit sending a Close frame"; §10.7 "the endpoint MAY drop the TCP connection". */
    FAILS_WITHOUT_CLOSE("7.1.7", "drops TCP for whatever it fails for"),
    /** §5.1 "a server MAY send a Close frame with a status code of 1002". */
    REFUSES_UNMASKED_WITH_1008("5.1", "has 1008 for a frame that is not masked"),
    DROPS_UNMASKED("5.1", "drops TCP for a frame that is not masked"),

    // Pings and Pongs. §5.5.2 "An endpoint MAY send a Ping frame any time"; §5.5.3 "A Pong frame MAY be sent
    // unsolicited."
    PINGS_AT_ONCE("5.5.2", "sends a Ping right behind its 101"),
    PINGS_BEFORE_EACH_MESSAGE("5.4", "sends a Ping before each message"),
    PINGS_BEHIND_EACH_MESSAGE("5.4", "sends a Ping behind each message"),
    PINGS_WITHIN_MESSAGES("5.4", "sends a Ping between two fragments"),
    PINGS_BEFORE_CLOSE("5.5.1", "sends a Ping before its Close"),
    PINGS_BEFORE_EACH_PONG("5.5.3", "sends a Ping before each Pong"),
    LONG_PINGS("5.5.2", "sends a Ping of 125 bytes right behind its 101"),
    MANY_PINGS("5.5.2", "sends a hundred Pings right behind its 101"),
    PINGS_OF_ANY_BYTES("5.5.2", "sends a Ping whose payload is not UTF-8 right behind its 101"),
    LONG_PONGS("5.5.3", "sends a Pong of 125 bytes that nobody asked for right behind its 101"),
    EMPTY_PINGS("5.5.2", "sends a Ping without payload before each message"),
    PONGS_AT_ONCE("5.5.3", "sends a Pong that nobody asked for right behind its 101"),
    /** §6.1: an endpoint sends a message whenever its application wants to. */
    GREETS("5.4 6.2", "begins each connection with two messages of its own"),
    EMPTY_PONG_AT_ONCE("5.1 7692-6.1", "sends a Pong without payload right behind its 101"),
    PONGS_BEFORE_EACH_MESSAGE("5.4", "sends a Pong that nobody asked for before each message"),
    PONGS_WITHIN_MESSAGES("5.4", "sends a Pong that nobody asked for between two fragments"),
    PONGS_TWICE("5.5.3", "sends each Pong twice"),
    ANSWERS_PONG("5.5.3", "answers a Pong with a Pong"),
    /** §5.5.3 "the endpoint MAY elect to send a Pong frame for only the most recently processed Ping frame". */
    ANSWERS_NEWEST_PING_ONLY("5.5.3", "answers only the newest of the Pings that are there"),

    // Messages. §5.4 "A sender MAY create fragments of any size"
    FRAGMENTS("5.4", "sends each message in two fragments"),
    FRAGMENTS_OF_ONE_BYTE("5.6", "sends each message in fragments of one byte"),
    FRAGMENTS_OF_SEVEN("5.4", "sends each message in fragments of seven bytes"),
    EMPTY_LAST_FRAGMENT("5.4", "ends each message with an empty fragment"),
    EMPTY_MIDDLE_FRAGMENT("5.4", "sends each message in two fragments with an empty one between them"),
    EMPTY_FIRST_FRAGMENT("5.4", "begins each message with an empty fragment"),
    /** §5.4: "when the buffer is full, write a fragment to the network". */
    STREAMS("5.4", "sends the fragments of a message back as they come"),
    /**
     * An application echoes when all that is here has been read: Pongs overtake it, and a failure or a Close forgets
     * it.
     */
    ECHOES_LATE("7.1.7", "echoes when all that is here has been read"),
    WRITES_BYTE_BY_BYTE("5.2", "writes each byte by itself"),
    TAKES_NO_BINARY("7.4.1", "refuses binary with 1003 as soon as the first frame of it is seen"),
    /** §7.4.1 "an endpoint that understands only": just so for text. */
    TAKES_NO_TEXT("7.4.1 5.6 8.1 2.1", "refuses text with 1003 as soon as the first frame of it is seen"),
    /** §5.2 binds who sends to the fewest bytes. */
    TAKES_LONG_LENGTHS("5.2", "takes lengths in more bytes than they need"),

    // Limits. §10.4 "MUST protect themselves against exceeding those limits"; §10.7 "the endpoint MAY drop the TCP
    // connection"
    HAS_LIMIT_OF_4000("6.1", "refuses longer messages with 1009"),
    FAILS_NO_LATER_THAN_ITS_LIMIT("7.1.7", "refuses longer messages with 1009, whatever comes behind"),
    LIMIT_WITH_1008("6.1", "refuses messages of more than 4000 bytes with 1008"),
    LIMIT_WITH_1011("6.1", "refuses messages of more than 4000 bytes with 1011"),
    LIMIT_WITH_1002("6.1", "refuses messages of more than 4000 bytes with 1002"),
    LIMIT_DROPS_TCP("6.1", "drops TCP for messages of more than 4000 bytes"),
    LIMIT_OF_10_FRAGMENTS("5.4", "refuses messages of more than 10 fragments with 1008"),
    /** §7.3 "Servers MAY close the WebSocket connection whenever desired." */
    ENDS_AT_ODD_TARGETS("3 8.1", "ends TCP behind the 101 if the target has a percent sign or a second slash"),
    ENDS_SECOND_HANDSHAKES("7.2.2", "ends TCP behind the 101 if it isn't the first answer on its connection"),
    LIMIT_OF_60_FRAMES("6.1", "closes with 1008 after sixty frames of a connection"),
    GOES_AWAY_AFTER_60_FRAMES("6.2", "closes with 1001 after sixty frames of a connection"),
    LEAVES_BEHIND_FIRST_MESSAGE("5.4 5.5.1 6.2 7.1.7 8.1", "closes with 1000 behind the first message"),
    GOES_AWAY_BEHIND_THIRD_MESSAGE("5.5.1 7.1.7", "closes with 1001 behind the third message"),
    /** §10.4 "impose a limit on frame sizes and the total message size": a limit may be on frames alone. */
    LIMIT_ON_FRAMES_DROPS_TCP("7692-7.2.2", "drops TCP for frames of more than 1000 bytes"),
    AWAITS_LENGTHS("10.4", "notices a length that is too large only when so many bytes have come"),

    // Responses. RFC 9110 §15.2 "A client MUST be able to parse one or more 1xx responses received prior to a final
    // response"
    /** RFC 9112 §7.1: content in chunks is read, then all is answered as without. */
    READS_CHUNKS("9112-7.1", "reads content in chunks"),
    SENDS_103_FIRST("4.2.1", "sends 103 before each final response"),
    SENDS_102_TWICE("9112-9.3.2", "sends 102 twice before each final response"),
    EMPTY_REASON("9112-4", "has no reason in its status lines"),
    OTHER_REASON("4.2.2", "has a reason of its own in its status lines"),
    LOWER_CASE_NAMES("4.2.2", "sends names of fields in lower case"),
    UPPER_CASE_NAMES("4.2.2", "sends names of fields in upper case"),
    BLANKS_AROUND_VALUES("4.2.2", "sends blanks and tabs around values"),
    NO_BLANKS_BEFORE_VALUES("4.2.2", "sends no blank behind a colon"),
    UPPER_CASE_UPGRADE("4.2.2", "sends Upgrade: WEBSOCKET and Connection: upgrade"),
    CONNECTION_IS_A_LIST("4.2.2", "sends Connection: keep-alive, Upgrade"),
    MORE_FIELDS("4.2.2", "sends more fields: Server, Set-Cookie twice, one without a value, one beyond ASCII"),
    /** RFC 9112 §7.1 "chunk-size = 1*HEXDIG". */
    CHUNKS("9112-4", "sends content in chunks"),
    CHUNKS_OF_ONE_BYTE("9112-4", "sends content in chunks of one byte"),
    CHUNK_SIZES_WITH_ZEROS("9112-4", "sends content in chunks whose sizes have leading zeros"),
    CHUNK_EXTENSIONS("9112-4", "sends extensions behind the sizes of chunks, and a trailer"),
    LENGTHS_WITH_ZEROS("9112-4", "sends Content-Length with leading zeros"),
    /** RFC 9112 §6.3: "determined by the number of octets received prior to the server closing the connection". */
    CONTENT_UNTIL_THE_END("9112-4", "sends content without a length, and closes"),
    NEVER_ENDS_CONTENT("4.4", "sends content without a length, and doesn't close"),
    CODED_UNTIL_THE_END("9112-4", "sends content with an unknown transfer coding, and closes"),
    /** RFC 9110 §8.6 "MAY send a Content-Length header field in a response to a HEAD request". */
    HEAD_WITHOUT_LENGTH("9110-9", "sends no Content-Length to HEAD"),
    /** RFC 9110 §7.8 "A server MAY send an Upgrade header field in any other response". */
    ADVERTISES_UPGRADE("9110-", "sends Upgrade: websocket in all its responses"),
    /** RFC 9110 §10.2.1 "MAY do so in any other response". */
    ALLOW_EVERYWHERE("9110-9", "sends Allow in all its responses but 101"),
    /** RFC 9110 §11.6.1 "MAY generate a WWW-Authenticate header field in other response messages". */
    CHALLENGES_EVERYWHERE("9110-11.6.1", "sends a challenge in all its responses but 101"),
    /** RFC 9110 §6.6.1: a Date is a matter of 2xx to 4xx, and MAY be in others. */
    DATE_IN_101("4.2.2", "sends Date in its 101"),
    NEVER_PERSISTS("9112-9.3", "closes after each response, and says so"),

    // Requests. RFC 9112 §2.2 "a recipient MAY recognize a single LF as a line terminator"
    TAKES_LONE_LF("9112-2.2", "takes LF for the end of a line"),
    /** RFC 9112 §3 "recipients MAY instead parse on whitespace-delimited word boundaries". */
    SPLITS_ON_BLANKS("9112-3", "takes any blanks in a request line"),
    /** RFC 9112 §6.1 "or process such a request in accordance with the Transfer-Encoding alone". */
    PREFERS_CODING("9112-6.1", "ignores Content-Length beside Transfer-Encoding"),
    /** RFC 9112 §6.3 "by responding with 411 (Length Required)". */
    NEEDS_LENGTHS("9112-", "refuses content without Content-Length with 411"),
    /** RFC 9110 §8.6 "the same decimal value repeated as a comma-separated list". */
    TAKES_EQUAL_LENGTHS("9112-6.3", "takes a length that is given twice for one"),
    /** RFC 9112 §8 "MAY send an error response prior to closing the connection". */
    ANSWERS_HALF_REQUESTS("9112-", "answers half a request with 408 when TCP ends"),
    /** RFC 9110 §7.8 "A server MAY ignore a received Upgrade header field". */
    IGNORES_UPGRADE_WITH_CONTENT("9112-", "answers a handshake that has content with a page"),
    /** RFC 9110 §15.5.4 "MAY instead respond with a status code of 404". */
    HIDES_FROM_ORIGINS("10.2", "refuses foreign origins with 404"),
    /** §4.2.2 "If the server does not validate the origin, it will accept connections from anywhere." */
    TAKES_ANY_ORIGIN("10.2", "takes whatever Origin there is"),
    /** §10.7 "the endpoint MAY drop the TCP connection". */
    DROPS_BAD_HANDSHAKES("4.", "drops TCP for each handshake that it refuses"),
    /** RFC 9112 §3.2 "or a 301 (Moved Permanently) redirect with the request-target properly encoded". */
    REDIRECTS_BAD_TARGETS("9112-3.2", "redirects bad targets"),
    /** §4.2.2 "redirect the client using a 3xx". */
    REDIRECTS_OTHER_PATHS("4.2.2", "redirects each path but its own"),
    SERVES_ONE_PATH("4.2.2", "answers a handshake for another path with 404"),
    /** RFC 9110 §5.4 "larger than it wishes to process". */
    FIELDS_40("4.2.1", "refuses more than forty fields with 431"),
    /** §10.7 "the endpoint MAY drop the TCP connection". */
    DROPS_BAD_HANDSHAKES_WITH_MORE_BEHIND("7.2.2", "drops TCP for a bad handshake with bytes behind"),
    /** §9.1 "MUST immediately _Fail the WebSocket Connection_". */
    DROPS_MALFORMED_EXTENSIONS("9.1", "drops TCP for malformed extensions"),
    /** RFC 9112 §3.2.2 against RFC 6455 §4.2.1 item 2. */
    HOST_BEATS_TARGET("9112-3.2.2", "wants the Host of a handshake to be that of the target"),
    /** RFC 9112 §9.3 binds a proxy. */
    PERSISTS_WITH_HTTP_1_0("9112-9.3", "goes on after a request in HTTP/1.0"),
    /** RFC 9110 §7.8 "A server MAY ignore a received Upgrade header field". */
    FIRST_HANDSHAKE_ONLY("9112-9.3.2", "takes a handshake only as the first request"),
    /** RFC 9110 §8.6 "Any Content-Length field value greater than or equal to zero is valid." */
    AWAITS_HUGE_CONTENT("9112-6.3", "awaits content of 99999999999999999999 bytes"),
    SPEAKS_DRAFTS("4.2.1", "takes the versions of drafts too"),
    LISTS_MORE_VERSIONS("4.4", "names versions of drafts too in its 426"),
    VERSIONS_IN_TWO_LINES("4.4", "names its versions in two lines"),
    REFUSES_VERSIONS_WITH_400("4.4", "refuses other versions with 400, and names its own"),
    CHOOSES_NO_SUBPROTOCOL("4.2.2", "chooses no subprotocol"),
    KNOWS_ONE_SUBPROTOCOL("4.2.2", "chooses chat if it is offered, and else none"),
    CHOOSES_LAST_SUBPROTOCOL("4.2.2", "chooses the last subprotocol"),
    REFUSES_SUBPROTOCOLS("4.2.2", "refuses what offers no subprotocol that it knows"),

    // Extensions. §9 "servers MAY accept some or all extensions"
    /** §9.1 on malformed values: "received by either the client or the server during negotiation". */
    NEGOTIATES_NO_EXTENSION("9.1 4.3", "doesn't look at Sec-WebSocket-Extensions"),
    DECLINES_QUOTES("7692-7.1.2 4.3", "declines an offer with a quoted value"),
    REFUSES_QUOTES("7692-7.1.2 4.3", "refuses an offer with a quoted value"),
    REFUSES_UNKNOWN_EXTENSIONS("9.1", "refuses extensions that it doesn't know"),
    DECLINES_COMPRESSION("7692-", "declines permessage-deflate"),
    REFUSES_BAD_OFFERS("7692-", "sends 400 instead of a 101 without the extension"),
    LOOKS_AT_FIRST_OFFER_ONLY("7692-7", "looks only at the first offer"),
    TAKES_LAST_OFFER("7692-5", "takes the last valid offer"),
    /** RFC 7692 §7.1.1.1 and §7.1.2.1 "even if the extension negotiation offer ... didn't include". */
    ANSWERS_UNASKED("7692-", "answers parameters that weren't offered"),
    /** RFC 7692 §7.1.1.2 and §7.1.2.2: what the client hints at may be ignored. */
    IGNORES_HINTS("7692-", "ignores what the client hints at"),
    DECLINES_WINDOW_8("7692-", "declines a window of 8 bits"),
    /** RFC 7692 §6: after agreement too, any message may go uncompressed. */
    SENDS_PLAIN("7692-", "compresses nothing"),
    COMPRESSES_EVERY_SECOND("7692-", "compresses every second message"),
    FRAGMENTS_COMPRESSED("7692-", "sends compressed messages in two fragments"),
    PINGS_WITHIN_COMPRESSED("7692-", "sends a Ping between two fragments of a compressed message"),
    /** RFC 7692 §7.2.1 "An endpoint MAY use DEFLATE blocks of any type." */
    STORED_BLOCKS("7692-", "sends stored blocks"),
    /** RFC 7692 §7.2.1 "An endpoint MAY use multiple DEFLATE blocks to compress one message." */
    MANY_BLOCKS("7692-", "begins a block every seven bytes"),
    /** RFC 7692 §7.2.1 "with the "BFINAL" bit set to 1". */
    BLOCKS_WITH_BFINAL("7692-", "ends messages with a block that has BFINAL, and an empty one"),
    /** RFC 7692 §7.2.1 "the server MAY take over the LZ77 sliding window". */
    NEVER_REFERS_BACK("7692-", "never refers to messages before"),
    /** RFC 7692 §7.2.2 "the server MAY reduce the size of its LZ77 sliding window". */
    KEEPS_AGREED_WINDOW("7692-7", "keeps no more of the window than was agreed");

    private final List<String> sections;
    private final String sentence;

    /** @param sections where all cases but those of volume are run; of the others the first ones */
    Habit(String sections, String sentence) {
        this.sections = List.of(sections.split(" "));
        this.sentence = sentence;
    }

    boolean showsIn(String section) {
        return sections.stream().anyMatch(section::startsWith);
    }

    /**
     * Whether messages of this habit's server have a limit of 4000 bytes, and with which code; 0 for none, -1 for no
     * Close.
     */
    int limitCode() {
        return switch (this) {
            case HAS_LIMIT_OF_4000, FAILS_NO_LATER_THAN_ITS_LIMIT -> 1009;
            case LIMIT_WITH_1008 -> 1008;
            case LIMIT_WITH_1011 -> 1011;
            case LIMIT_WITH_1002 -> 1002;
            case LIMIT_DROPS_TCP -> -1;
            default -> 0;
        };
    }

    /** In how many bytes a fragment goes out; 0 for whole messages. */
    int fragment() {
        return this == FRAGMENTS_OF_ONE_BYTE ? 1 : this == FRAGMENTS_OF_SEVEN ? 7 : 0;
    }

    @Override
    public String toString() {
        return name() + ": " + sentence;
    }

    /** Its code for a Close that came with this one; 1005 for none. */
    int codeFor(int code) {
        return switch (this) {
            case CLOSES_WITH_1000 -> 1000;
            case CLOSES_WITH_1001 -> 1001;
            case CLOSES_WITH_1011 -> 1011;
            case CLOSES_WITH_3000 -> 3000;
            case CLOSES_WITHOUT_CODE -> 1005;
            default -> code;
        };
    }

    /** What its Close says behind the code. */
    String reason() {
        return this == CLOSES_WITH_REASON ? "so long" : this == CLOSES_WITH_LONG_REASON ? "x".repeat(123) : "";
    }
}
