package conformance;

/**
 * What can be wrong with a server: each is one small deviation of {@link ReferenceServer}, at one point of its code,
 * which the suite has to find by the case that is about it.
 */
enum Fault {
    // §3, §4.1
    ACCEPTS_ANY_TARGET("3/fragment", "takes whatever target there is"),
    PERCENT_MUTE("3/odd-slash-percent", "drops TCP for a target with a percent sign"),
    NUL_IN_TARGET_MUTE("3/odd-slash-percent-00", "drops TCP for %00 in a target"),
    DECODES_TARGET_TWICE("3/odd-slash-percent-2500", "decodes a target twice, and drops TCP for a NUL in it"),
    INJECTS_TARGET("3/line-break-in-path", "puts the decoded target into a field of its answer"),
    FRAGMENT_BEHIND_QUERY("3/fragment-behind-query", "takes whatever there is behind the ? of a target"),
    QUERY_MUTE("3/odd-slash-question-question", "drops TCP for a second ? in a target"),
    EMPTY_QUERY_MUTE("3/odd-slash-question", "drops TCP for an empty query"),
    ECHOES_SUBPROTOCOLS("4.1/subprotocols-ch-at", "sends the offered subprotocols back, all of them"),

    // §4.2.1
    ACCEPTS_ANY_METHOD("4.2.1/method-post", "takes a handshake with any method"),
    METHOD_WITHOUT_CASE("4.2.1/method-get-in-lower-case", "takes get for GET"),
    UNKNOWN_METHOD_IS_GET("4.2.1/method-brew", "takes a method that it doesn't know for GET"),
    METHOD_BY_PREFIX("4.2.1/method-gett", "looks at the first three letters of a method"),
    ACCEPTS_HTTP_1_0("4.2.1/http-slash-1-dot-0", "takes a handshake in HTTP/1.0"),
    PAGE_FOR_HTTP_1_2("4.2.1/http-slash-1-dot-2", "answers a handshake in HTTP/1.2 with a page"),
    NEEDS_NO_HOST("4.2.1/no-host", "needs no Host"),
    NEEDS_NO_UPGRADE("4.2.1/no-upgrade", "needs no Upgrade"),
    UPGRADE_WITH_CASE("4.2.1/upgrade-capitals", "knows websocket in lower case only"),
    UPGRADE_BY_PREFIX("4.2.1/upgrade-websockets", "takes Upgrade: websockets"),
    NEEDS_NO_CONNECTION("4.2.1/no-connection", "needs no Connection"),
    CONNECTION_NOT_A_LIST("4.2.1/connection-last", "expects Upgrade alone in Connection"),
    CONNECTION_BY_SUBSTRING("4.2.1/connection-upgraded", "looks for Upgrade anywhere in Connection"),
    CONNECTION_WITH_CASE("9110-7.6.1/upper-case", "knows the option Upgrade in one case only"),
    NEEDS_NO_KEY("4.2.1/no-key", "needs no key"),
    KEY_OF_ANY_LENGTH("4.2.1/key-of-32-bytes", "takes keys of any length"),
    KEY_DECODED_LENIENTLY("4.2.1/key-in-quotes", "skips what is no base64 in a key"),
    ACCEPTS_ANY_KEY("4.3/key-aaaa", "doesn't look at the key"),
    NEEDS_NO_VERSION("4.2.1/no-version", "needs no version"),
    ACCEPTS_ANY_VERSION("4.2.1/version-12", "doesn't look at the version"),
    VERSION_BY_LOW_BITS("4.2.1/versions-16-to-31", "looks at the lowest four bits of a version"),
    VERSION_15_TOO("4.2.1/versions-9-to-15", "takes version 15"),
    VERSION_BY_LAST_DIGITS("4.2.1/versions-208-to-223", "looks at the last two digits of a version"),
    REFUSES_WITH_200("4.2.1/no-key", "tells in a page what is wrong, with 200"),
    REFUSES_MUTELY("7.2.2/no-key", "drops TCP where an HTTP error is due"),
    LOSES_CUT_LINES("4.2.1/writes-of-1", "can't read on when a line is cut"),

    // §4.2.2
    NO_ACCEPT("4.2.2/own-101", "sends no accept value"),
    WRONG_GUID("4.2.2/key-sample", "has a wrong digit in its GUID"),
    ACCEPT_OF_TRIMMED_PADDING("4.2.2/key-sample", "computes the accept value without the key's padding"),
    WRONG_UPGRADE("4.2.2/own-101", "sends Upgrade: WebSocket/13"),
    NO_CONNECTION("4.2.2/own-101", "sends no Connection in its 101"),
    ANSWERS_IN_HTTP_1_0("4.2.2/own-status-line", "sends its 101 in HTTP/1.0"),
    NO_VERSION_IN_426("4.2.2/version-99", "doesn't say which versions it speaks"),
    OTHER_VERSION_IN_426("4.4/version-25", "says that it speaks version 8, and only that"),
    SUBPROTOCOL_UNASKED("4.2.2/no-subprotocols", "chooses a subprotocol though none was offered"),
    EMPTY_SUBPROTOCOL("4.2.2/subprotocols-a", "answers with an empty subprotocol"),
    SUBPROTOCOL_IN_LOWER_CASE("4.2.2/subprotocols-aaa", "answers with the offered subprotocol in lower case"),
    SUBPROTOCOL_WITHOUT_CASE("4.2.2/known-subprotocol-in-another-case",
            "chooses chat for CHAT, as it compares without case"),
    SUBPROTOCOL_BY_PREFIX("4.2.2/known-subprotocol-with-a-version-behind",
            "chooses chat for whatever begins with it"),
    SUBPROTOCOL_BY_SUBSTRING("4.2.2/known-subprotocol-with-more-before", "chooses chat wherever it finds it"),
    SUBPROTOCOL_CUT_SHORT("4.2.2/known-subprotocol-cut-short", "chooses chat for a beginning of it"),
    SUBPROTOCOL_OF_QUOTES("4.2.2/known-subprotocol-in-quotes", "chooses chat for one in quotes"),
    EXTENSION_UNASKED("4.2.2/no-extensions", "agrees to permessage-deflate though it wasn't offered"),
    EMPTY_EXTENSIONS("4.2.2/extension-x-foo", "agrees to an empty list of extensions"),
    ECHOES_EXTENSIONS("4.2.2/extension-x-foo", "agrees to whatever extensions were offered"),

    // §4.3
    VERSION_AS_A_NUMBER("4.3/version-013", "takes 013 and +13 for 13"),
    VERSION_AS_A_BYTE("4.3/version-269", "keeps 8 bits of a version"),
    VERSION_UP_TO_A_BLANK("4.3/version-13-13", "reads a version up to the first blank"),
    ODD_VERSION_IN_426("4.3/own-versions", "lists a version with leading zeros"),

    // §9.1, §10.2
    ACCEPTS_MALFORMED_EXTENSIONS("9.1/malformed-at", "doesn't mind a malformed list of extensions"),
    ORIGIN_BY_PREFIX("10.2/two-origins", "looks only at the beginning of an Origin"),
    ORIGIN_BY_SUFFIX("10.2/own-name-last", "looks only at the end of an Origin"),
    REFUSES_ORIGIN_WITH_404("10.2/foreign", "refuses a foreign origin with 404"),

    // §11.3
    ACCEPTS_TWO_KEYS("11.3.1/same", "takes the first of two keys"),
    TWO_ACCEPTS("11.3.3/once", "sends its accept value twice"),
    TWO_SUBPROTOCOLS("11.3.4/once", "sends its subprotocol twice"),
    ACCEPTS_TWO_VERSIONS("11.3.5/same", "takes the first of two versions"),
    VERSION_AS_A_LIST("11.3.5/version-13-and-8", "looks for 13 in a list of versions"),

    // RFC 9112
    CR_ENDS_LINES("9112-2.2/cr-before-upgrade", "ends a line at CR alone"),
    NO_EMPTY_LINE_FIRST("9112-2.2/empty-line-first", "takes an empty line for the request line"),
    BLANK_BEFORE_FIRST_FIELD("9112-2.2/blank-before-host", "takes a line with a blank before it for the first field"),
    HTTP_WITHOUT_CASE("9112-2.3/lower-case", "takes http/1.1 for HTTP/1.1"),
    LONG_TARGET_MUTE("9112-3/target-of-100-kb", "drops TCP for a long target"),
    LINES_OF_4000("9112-3/line-of-7900-bytes", "refuses request lines of more than 4000 bytes"),
    REPAIRS_REQUEST_LINE("9112-3.2/target-slash-a-b", "serves something for a target with a blank"),
    NO_HOST_404("9112-3.2/get-without-host", "answers a request without Host with 404"),
    ACCEPTS_TWO_HOSTS("9112-3.2/get-two-hosts", "takes the first of two Hosts"),
    ACCEPTS_ANY_HOST("9112-3.2/get-host-a-b", "doesn't look at the Host"),
    NO_ABSOLUTE_FORM("9112-3.2.2/scheme-lower-case", "doesn't know the absolute form"),
    EMPTY_PATH_MUTE("9112-3.2.2/without-path", "drops TCP for an absolute form without a path"),
    NO_REASON_NO_BLANK("9112-4/get-root", "leaves out the blank before an empty reason"),
    BLANK_BEFORE_COLON("9112-5.1/blank-behind-version", "drops blanks before a colon"),
    ANY_FIELD_LINE("9112-5.1/line-colon-empty", "takes any name for a field"),
    KEEPS_BLANKS("9112-5.1/version-with-tabs", "keeps the blanks around a value"),
    FOLDED_LINES_ARE_FIELDS("9112-5.2/folded-upgrade", "takes a folded line for a field"),
    DROPS_FOLDS("9112-5.2/version-13-folded", "drops folded lines"),
    FOLDS_JOIN_WORDS("9112-5.2/upgrade-folded-within-word", "joins a folded line without a blank"),
    FOLD_REPLACES_VALUE("9112-5.2/version-8-folded-13", "takes a folded line in place of the value before it"),
    FOLD_IS_AN_ELEMENT("9112-5.2/connection-folded-list", "takes a folded line for another element of a list"),
    FOLD_OF_BLANKS_ENDS_HEAD("9112-5.2/blanks-alone", "takes a line of blanks for the end of the head"),
    FOLD_WAITS("9112-5.2/upgrade-folded-by-a-blank", "waits without an end when a line is folded"),
    FOLD_IS_AN_ERROR("9112-5.2/upgrade-folded-by-a-blank", "has 500 for a folded line"),
    FOLDS_LINES("9112-5.2/own-lines", "folds a line of its 101"),
    TRANSFER_ENCODING_IN_204("9112-6.1/options-root", "answers OPTIONS with 204 and Transfer-Encoding: chunked"),
    CONTENT_IN_204("9112-6.1/options-root", "answers OPTIONS with 204 and content behind it"),
    LENGTH_IN_204("9112-6.1/options-root", "answers OPTIONS with 204 and Content-Length: 0"),
    TRANSFER_ENCODING_IN_101("9112-6.1/own-101", "sends its 101 with Transfer-Encoding"),
    LENGTH_AND_CODING("9112-6.1/with-content-length", "goes on after Content-Length and Transfer-Encoding together"),
    LENGTH_HIDES_CODING("9112-6.1/handshake-with-length-and-coding",
            "doesn't look at Transfer-Encoding if there is Content-Length"),
    CODING_WITH_CASE("9112-6.1/chunks-in-upper-case",
            "knows chunked in lower case only, and ignores what it doesn't know"),
    FIRST_CODING_LINE_COUNTS("9112-6.3/codings-in-two-lines", "looks at the first Transfer-Encoding line only"),
    TWO_LENGTHS_ARE_NONE("9112-6.3/equal-lengths-like-a-frame", "ignores two lines of Content-Length"),
    LIST_OF_LENGTHS_IS_NONE("9112-6.3/list-of-lengths-like-a-frame", "ignores a list of lengths"),
    FIRST_LENGTH_COUNTS("9112-6.3/length-0-then-other", "takes the first of two lengths"),
    LAST_LENGTH_COUNTS("9112-6.3/length-0-behind-other", "takes the last of two lengths"),
    IGNORES_CODINGS("9112-6.3/coding-gzip", "ignores a coding that it doesn't know"),
    IGNORES_BAD_LENGTHS("9112-6.3/two-lengths", "ignores a length that is none"),
    TAKES_BODY_FOR_FRAMES("9112-6.3/content-like-a-frame", "takes the content of a handshake for frames"),
    TAKES_BODY_FOR_REQUEST("9112-9.3/content-of-get", "takes the content of a request for the next one"),
    ANSWERS_OUT_OF_ORDER("9112-9.3.2/two-gets-and-handshake", "answers the second of two requests first"),
    UNKNOWN_METHOD_HAS_NO_CONTENT("9112-9.3/content-of-brew",
            "takes the content of an unknown method for the next request"),
    KEEPS_FIELDS("9112-9.3/without-host-behind-get", "keeps the fields of the request before where there are none"),
    KEEPS_SUBPROTOCOL("9112-9.3/subprotocol-of-the-first", "chooses a subprotocol that an earlier request offered"),
    LOSES_HALF_REQUEST("9112-9.3/get-and-half-handshake",
            "forgets the beginning of a request that came with the one before"),
    LOSES_NEXT_REQUEST("9112-9.3.2/two-gets-and-handshake", "forgets requests that came with the one before"),
    SECOND_ANSWER_TWICE("9112-9.3.2/three-gets", "answers the second request twice"),
    CLOSE_IN_FIRST_ONLY("9112-9.6/close-in-the-second", "heeds Connection: close in the first request only"),
    HEAD_STICKS("9110-9.3.2/head-root", "sends no content any more after a HEAD"),
    CLOSES_WITHOUT_A_WORD("9112-9.6/bad-line", "closes without saying so"),
    IGNORES_CLOSE("9112-9.6/close", "goes on though the request said close"),

    LENGTH_BESIDE_CODING("9112-6.2/get-root", "sends Content-Length beside Transfer-Encoding"),
    ANSWERS_BEHIND_CLOSE("9112-9.6/close-with-more-behind", "answers what is behind a request with close"),
    CONNECT_WITH_LENGTH("9110-8.6/connect", "answers CONNECT with 200 and a length"),
    REFUSES_OBS_TEXT("9110-5.5/obs-text", "refuses bytes beyond ASCII in values"),

    // Content in chunks, from a server that reads it
    CHUNK_SIZES_OF_32_BITS("9112-7.1/size-100000005", "reads the size of a chunk with 32 bits"),
    CHUNK_SIZES_OF_64_BITS("9112-7.1/size-10000000000000005", "reads the size of a chunk with 64 bits"),
    CHUNK_SIZE_BY_PREFIX("9112-7.1/size-5g", "takes the digits before the first that is none"),
    CHUNK_SIZE_WITH_SIGN("9112-7.1/size-plus-5", "takes a sign before the size of a chunk"),
    CHUNK_SIZE_WITH_0X("9112-7.1/size-0x5", "takes 0x before the size of a chunk"),
    CHUNK_SIZE_IN_LOWER_CASE("9112-7.1/size-in-upper-case", "knows the digits of chunk sizes in lower case only"),
    CHUNK_SIZE_WITHOUT_ZEROS("9112-7.1/size-with-zeros", "refuses a chunk size that begins with 0"),
    NO_CHUNK_EXTENSIONS("9112-7.1/extension", "refuses chunk extensions"),

    // RFC 9110
    NAMES_WITH_CASE("9110-5.1/mixed-case", "knows names of fields in one case only"),
    ANSWERS_BEFORE_END_OF_HEAD("9110-5.3/last-2-bytes-later",
            "sends its 101 before the head of the request is complete"),
    CONNECTION_FIRST_LINE_ONLY("9110-5.3/two-lines-upgrade-last", "looks at the first Connection line only"),
    LARGE_HEAD_500("9110-5.4/10000-fields", "answers a head that is too large with 500"),
    NUL_DROPPED("9110-5.5/upgrade-web-nul-socket", "drops NUL bytes"),
    LONG_LIST_MUTE("9110-5.6.1/10000-commas", "drops TCP for a list of more than 1000 elements"),
    DATE_IN_UTC("9110-5.6.7/get-root", "writes UTC at the end of a Date"),
    NO_DATE("9110-6.6.1/get-root", "sends no Date"),
    ACCEPTS_ANY_UPGRADE("9110-7.8/upgrade-foo", "switches to WebSocket whatever Upgrade says"),
    NO_UPGRADE_IN_426("9110-7.8/version-99", "sends 426 without Upgrade"),
    UPGRADE_NOT_PAIRED("9110-7.8/version-99", "sends Upgrade without Connection: Upgrade"),
    UPGRADES_BEFORE_100("9110-7.8/continue-with-content", "sends 101 where 100 is due"),
    CONTENT_LENGTH_IN_101("9110-8.6/own-101", "sends its 101 with Content-Length"),
    NO_HEAD("9110-9.1/head-and-get", "doesn't know HEAD"),
    SERVES_ANY_METHOD("9110-9.1/put", "serves its page to any method"),
    UNKNOWN_METHOD_MUTE("9110-9.1/brew", "drops TCP for an unknown method"),
    UNKNOWN_METHOD_WAITS("9110-9.1/propfind", "waits for content of an unknown method"),
    ODD_METHOD_MUTE("9110-9.1/all-token-characters", "drops TCP for a method that isn't made of letters"),
    PAGE_METHOD_WITHOUT_CASE("9110-9.1/get-in-lower-case", "serves its page to get"),
    CONTENT_TO_HEAD("9110-9.3.2/head-root", "sends content to HEAD"),
    NO_ALLOW("9110-10.2.1/plain-put", "sends 405 without Allow"),
    NO_100("9110-10.1.1/content-to-come", "waits for content that waits for a 100"),
    EXPECT_WITH_CASE("9110-10.1.1/content-to-come-in-mixed-case", "knows 100-continue in one case only"),
    SENDS_103_TO_HTTP_1_0("9110-15.2/get-in-http-1-0", "sends 103 to a client of HTTP/1.0 too"),
    SENDS_100_TO_HTTP_1_0("9110-15.2/continue-in-http-1-0", "sends 100 to a client of HTTP/1.0 too"),
    NO_CHALLENGE("9110-11.6.1/credentials-of-nobody", "sends 401 without a challenge"),

    // §5.1
    ACCEPTS_UNMASKED_DATA("5.1/unmasked-text", "takes data frames that are not masked"),
    ACCEPTS_UNMASKED_CONTROL("5.1/unmasked-ping", "takes control frames that are not masked"),
    ACCEPTS_UNMASKED_CONTINUATION("5.1/unmasked-continuation", "takes continuations that are not masked"),
    ACCEPTS_UNMASKED_EMPTY("5.1/unmasked-empty-text", "takes empty frames that are not masked"),
    ACCEPTS_UNMASKED_LATER("5.1/unmasked-behind-20-good", "looks at the mask of the first ten frames only"),
    SKIPS_UNMASKED("5.1/unmasked-text", "skips what is not masked, and goes on"),
    MASKS("5.1/own-frames", "masks its frames"),

    // §5.2
    ACCEPTS_RSV1("5.2/rsv1-text", "takes RSV1 though nothing was agreed"),
    ACCEPTS_RSV2("5.2/rsv2-text", "takes RSV2"),
    ACCEPTS_RSV3("5.2/rsv3-binary", "takes RSV3"),
    ACCEPTS_RSV_ON_CONTROL("5.2/rsv1-ping", "doesn't look at the RSV bits of control frames"),
    ACCEPTS_RSV_ON_CONTINUATION("5.2/rsv2-continuation", "doesn't look at the RSV bits of continuations"),
    SENDS_RSV1("5.2/text-1-bytes", "sets RSV1 on its texts"),
    ACCEPTS_DATA_OPCODES("5.2/opcode-3", "takes the opcodes 3 to 7 for text"),
    ACCEPTS_CONTROL_OPCODES("5.2/opcode-11", "skips frames with the opcodes 11 to 15"),
    ACCEPTS_OPCODE_WITHIN_MESSAGE("5.2/opcode-3-within-message",
            "takes any data opcode within a message for a continuation"),
    ACCEPTS_OPCODE_NOT_FINAL("5.2/opcode-3-not-final", "waits for more if FIN=0, before it looks at the opcode"),
    READS_LENGTH_16_SWAPPED("5.2/binary-126-bytes", "reads the 16-bit length in the wrong order"),
    READS_LENGTH_16_SIGNED("5.2/binary-32768-bytes", "takes 16-bit lengths of 32768 and more for negative"),
    READS_LENGTH_64_SHORT("5.2/binary-65536-bytes", "reads only 16 bits of the 64-bit length"),
    SENDS_LENGTH_16_TOO_EARLY("5.2/binary-125-bytes", "sends lengths of 125 in 16 bits"),
    SENDS_LENGTH_64_TOO_EARLY("5.2/binary-65535-bytes", "sends lengths of 65535 in 64 bits"),
    ACCEPTS_TOP_BIT("5.2/length-8000000000000000", "ignores the top bit of a 64-bit length"),
    TAKES_ALL_BITS_FOR_NOTHING("5.2/length-ffffffffffffffff", "takes a length with all bits set for an empty frame"),
    MISREADS_LONG_LENGTH_16("5.2/1-bytes-in-16-bits", "takes frames with 16-bit lengths below 126 for empty ones"),
    MISREADS_LONG_LENGTH_64("5.2/5-bytes-in-64-bits", "takes frames with 64-bit lengths below 65536 for empty ones"),
    EMPTY_WITHOUT_KEY("5.2/empty-ping-cut-at-2", "expects no key in an empty frame"),
    LOSES_CUT_HEADER("5.2/empty-ping-cut-at-1", "can't read on when a header is cut"),
    FAILS_MUTELY("5.2/opcode-3", "drops TCP where a Close is due"),
    FAILS_WITH_1000("5.2/opcode-3", "fails with 1000 for every code"),
    GOES_ON_AFTER_FAULT("5.2/opcode-3-then-ping", "handles what comes after a fault"),
    LEAVES_TCP_OPEN_AFTER_FAULT("5.2/opcode-3", "sends a Close for a fault and leaves TCP open"),

    // §5.3
    UNMASKS_MODULO_3("5.3/key-00000000", "takes byte i MOD 3 of the key"),
    UNMASKS_FIRST_BYTE_ONLY("5.3/key-00000000", "takes the first byte of the key for all"),
    RESTARTS_KEY("5.3/writes-of-1", "begins the key anew with each read"),
    COUNTS_KEY("5.3/binary-3-bytes", "counts the key as part of an announced length of 3"),

    // §5.5
    ACCEPTS_LONG_PING("5.5/ping-126-bytes", "takes Pings of more than 125 bytes"),
    ACCEPTS_LONG_PONG("5.5/pong-126-bytes", "takes Pongs of more than 125 bytes"),
    ACCEPTS_LONG_CLOSE("5.5/close-126-bytes", "takes Closes of more than 125 bytes"),
    WAITS_FOR_LONG_CONTROL("5.5/ping-empty-announces-2-to-40",
            "reads a control frame that is too long, however long it is, before it fails"),
    ACCEPTS_FRAGMENTED_CONTROL("5.5/fragmented-ping", "doesn't look at the FIN of control frames"),
    SENDS_LONG_CLOSE("5.5/own-control-frames", "sends a Close of 200 bytes when it fails"),
    SENDS_PONG_NOT_FINAL("5.5/own-control-frames", "sends Pongs with FIN=0"),

    // §5.5.1
    CLOSES_WITHOUT_ANSWER("5.5.1/close-1000", "drops TCP when a Close comes"),
    ANSWERS_EMPTY_CLOSE_WITH_1005("5.5.1/empty-close", "answers a Close without a body with 1005"),
    ACCEPTS_CLOSE_OF_1_BYTE("5.5.1/one-byte-03", "takes a Close body of one byte"),
    ANSWERS_CLOSE_WITH_999("5.5.1/close-1000", "answers a Close with 999"),
    ANSWERS_CLOSE_WITH_5000("5.5.1/close-1000", "answers a Close with 5000"),
    SWAPS_CLOSE_CODE("5.5.1/close-1000", "sends the bytes of a close code in the wrong order"),
    ACCEPTS_BAD_REASON("5.5.1/bad-reason-ff", "doesn't look at the reason of a Close"),
    CUTS_REASON("5.5.1/reason-123-bytes", "fails for a reason of 123 bytes"),
    SENDS_DATA_AFTER_CLOSE("5.5.1/close-1000", "sends a text after its Close"),
    LEAVES_TCP_OPEN("5.5.1/close-1000", "leaves TCP open after both Closes"),
    GOES_ON_AFTER_CLOSE("5.5.1/close-then-text", "handles what comes after a Close"),
    WAITS_FOR_MESSAGE_BEFORE_CLOSE("5.5.1/within-message", "answers no Close within a message"),
    CLOSES_LATE("5.5.1/answered-soon", "thinks a while before it answers a Close"),

    // §5.5.2
    NO_PONG("5.5.2/ping-1-bytes", "answers no Ping"),
    NO_PONG_FOR_EMPTY_PING("5.5.2/ping-0-bytes", "answers no Ping without payload"),
    NO_PONG_WITHIN_MESSAGE("5.5.2/after-each-of-10-fragments", "answers Pings only after the message"),
    FAILS_PING_WITHIN_MESSAGE("5.5.2/after-each-of-10-fragments", "takes a Ping within a message for a fault"),
    LOSES_EARLY_FRAMES("5.5.2/behind-handshake", "forgets what came in the same segment as the handshake"),
    PING_ENDS_MESSAGE("5.5.2/within-message", "forgets the fragments before a Ping"),

    // §5.5.3
    EMPTY_PONG("5.5.3/no-utf8", "sends Pongs without payload"),
    PONG_AS_TEXT("5.5.3/no-utf8", "puts the payload of a Ping through a String"),
    ANSWERS_FIRST_PING_ONLY("5.5.3/ten-pings", "answers only the first of several Pings"),
    FAILS_FOR_PONG("5.5.3/unasked-0-bytes", "takes a Pong that it didn't ask for for a fault"),
    PONG_ENDS_MESSAGE("5.5.3/unasked-within-message", "forgets the fragments before a Pong"),

    // §6
    ECHOES_NOTHING("5.2/binary-1-bytes", "sends no message back"),

    // §2.1
    LOSES_GLUED_FRAMES("2.1/four-messages-in-one-write", "forgets what came in the same segment as a message"),

    // §5.4
    JOINS_BACKWARDS("5.4/text-in-2", "joins fragments in the wrong order"),
    JOINS_LAST_TWO("5.4/text-in-3", "keeps only the last two fragments"),
    DROPS_EMPTY_FRAGMENT("5.4/fragments-of-0-0-2", "forgets a first fragment that is empty"),
    EMPTY_END_IS_NO_END("5.4/fragments-of-0-0-0", "doesn't look at the FIN of an empty continuation"),
    NEW_TEXT_REPLACES_MESSAGE("5.4/text-within-text", "takes a new text within a message, and forgets the old"),
    NEW_BINARY_CONTINUES_MESSAGE("5.4/binary-within-text", "takes a binary within a message for a continuation"),
    TAKES_STRAY_CONTINUATION("5.4/stray-continuation", "takes a continuation of nothing for a text"),
    SKIPS_STRAY_CONTINUATION("5.4/stray-fragment-then-text", "skips a continuation of nothing"),
    DELIVERS_UNFINISHED_AT_CLOSE("5.4/close-behind-text-empty", "delivers an unfinished message when a Close comes"),
    TAKES_FRAGMENTED_FOR_TEXT("5.4/binary-in-2", "takes each fragmented message for a text"),
    DELIVERS_FRAGMENTS("5.4/text-in-2", "delivers each fragment as a message"),
    CONTINUES_WITH_TEXT("5.4/text-in-1000", "sends long messages in fragments, the later ones with opcode 1"),
    CLOSE_BETWEEN_IS_FAULT("5.4/close-behind-text-empty", "takes a Close within a message for a fault"),

    // §5.6
    BINARY_MUST_BE_TEXT("5.6/binary-frame", "looks for UTF-8 in binaries"),
    FRAGMENTS_MUST_BE_TEXT("5.6/greek-cut-at-1", "looks for UTF-8 in each fragment by itself"),
    CUTS_TEXT_WITHIN_CHARACTER("5.6/long-text-in-fragments", "cuts texts at 999 bytes"),

    // §5.8
    SENDS_RSV1_WHEN_LONG("5.8/1000-equal-bytes",
            "says that a text of 1000 bytes or more is compressed, though nothing was agreed"),

    // §6.1
    SENDS_BINARY_AS_TEXT("6.1/text-and-binary-0", "sends binaries back as texts"),
    LOSES_EVERY_HUNDREDTH("6.1/300-texts-in-one-write", "loses every hundredth message"),
    HOLDS_LAST_MESSAGE("6.1/2-texts-in-one-write", "sends a message only when the next frame has come"),
    CUTS_AT_64_KIB("6.1/text-and-binary-70000", "cuts messages at 64 KiB"),
    SENDS_TWICE("6.1/50-texts-by-turns", "sends texts of 10 bytes twice"),

    // §6.2
    LOSES_CUT_PAYLOAD("6.2/text-cut-at-7", "takes what has come of a payload for all of it"),
    LOSES_CUT_KEY("6.2/text-cut-at-2", "can't read on when a key is cut"),
    KEEPS_FIRST_KEY("6.2/three-fragments-cut-at-6", "unmasks all fragments with the first one's key"),
    KEEPS_TYPE("6.2/types", "takes a message for a binary if the one before it was one"),
    SPOILS_BYTE_AT_1_MIB("6.1/binary-4096-kib", "changes the byte at 1 MiB of a message"),
    SWAPS_BLOCKS("6.1/binary-8192-kib", "swaps two blocks of 64 KiB in messages of 8 MiB and more"),
    REPEATS_FIRST_4_MIB("6.1/text-8192-kib", "repeats the beginning of a message behind 4 MiB"),
    SHIFTS_KEY_AT_2_MIB("6.1/text-4096-kib", "unmasks with the next byte of the key from 2 MiB on"),
    SPOILS_LAST_OF_16_MIB("6.1/binary-16384-kib", "loses the last byte of 16 MiB"),
    CUTS_ODD_LENGTHS("6.1/binary-1048577-bytes", "cuts messages of more than 1 MiB to an even length"),
    LOSES_FRAGMENTS_BEHIND_2_MIB("6.1/binary-4-mib-in-fragments", "loses fragments behind 2 MiB of a message"),
    LOSES_CUT_SECOND_BYTE("6.2/text-cut-at-1", "takes a second byte that hasn't come for 0x80"),

    // §7.1.1
    RESETS("7.1.1/ends-tcp-first", "resets TCP instead of ending it"),
    CLOSES_WITHOUT_DRAINING("7.1.1/close-then-30000-bytes", "closes TCP with bytes unread, so that it is reset"),
    AWAITS_ANSWER_TO_CLOSE("7.1.1/bad-utf8-unanswered", "ends TCP only when its Close has been answered"),
    GOES_ON_AFTER_END_OF_TCP("7.1.1/end-without-close", "leaves its side open when the peer ends TCP"),
    DELIVERS_HALF_FRAME("7.1.1/end-within-frame", "delivers half a frame when TCP ends"),

    // §7.1.2
    LINGERS("7.1.2/close", "leaves TCP open a while after both Closes"),

    // §7.1.7
    HANDLES_REST_BEFORE_FAILING("7.1.7/bad-utf8-then-ping-and-text", "handles what is there before it fails"),
    FAULT_LOSES_EARLIER("7.1.7/ping-and-text-then-bad-utf8", "forgets what came in the same segment before a fault"),
    FAULT_SPOILS_OTHERS("7.1.7/others-go-on",
            "forgets all unfinished messages, of other connections too, when one fails"),

    // §7.2.2
    HANDLES_FRAMES_AFTER_REFUSAL("7.2.2/no-key-then-frames", "refuses a handshake, and takes frames for it"),

    // §7.4.1
    ACCEPTS_1004("7.4.1/refuses-1004", "takes close code 1004"),
    ACCEPTS_1005("7.4.1/not-back-1005", "takes close code 1005"),
    ACCEPTS_1006("7.4.1/not-back-1006", "takes close code 1006"),
    ACCEPTS_1015("7.4.1/refuses-1015", "takes close code 1015"),
    TAKES_1006_SILENTLY("7.4.1/refuses-1006", "answers close code 1006 with 1000"),
    REFUSES_1001("7.4.1/close-1001", "takes close code 1001 for a fault"),
    REFUSES_1010("7.4.1/close-1010", "takes close code 1010 for a fault"),
    REFUSES_1011("7.4.1/close-1011", "takes close code 1011 for a fault"),
    BAD_TEXT_IS_1003("7.4.1/bad-text-is-1007", "fails with 1003 for text that is not UTF-8"),
    FAILS_WITH_1006("7.4.1/code-for-a-reserved-opcode", "fails with 1006"),

    // §7.4.2
    ACCEPTS_999("7.4.2/refuses-0", "takes close codes below 1000"),
    ACCEPTS_1016("7.4.2/refuses-1016", "takes close code 1016"),
    ACCEPTS_2999("7.4.2/refuses-1100", "takes close codes from 1100 to 2999"),
    REFUSES_3000("7.4.2/close-3000", "takes close code 3000 for a fault"),
    REFUSES_4999("7.4.2/close-4999", "takes close code 4999 for a fault"),

    // §8.1
    KEEPS_HALF_CHARACTERS("8.1/half-then-text-with-rest",
            "puts half a character at the end of a text before the next text"),
    CHECKS_WHOLE_TEXTS_ONLY("8.1/first-fragment-ff", "looks for UTF-8 only in texts of one frame"),
    CHECKS_FIRST_FRAGMENT_ONLY("8.1/first-fragment-ff", "looks for UTF-8 only in the first fragment"),
    ACCEPTS_CUT_END("8.1/lead-behind-124", "takes texts that end within a character"),
    ACCEPTS_CUT_WITHIN("8.1/all-leads-of-2", "takes characters whose end is missing"),
    ACCEPTS_ANY_TEXT("8.1/1-tails", "doesn't look for UTF-8"),
    REPLACES_BAD_TEXT("8.1/1-tails", "puts U+FFFD where text is not UTF-8"),
    STRIPS_MARK("8.1/u-feff-first", "takes a byte order mark away"),
    STRIPS_MARK_WITHIN("8.1/u-feff-within", "takes byte order marks away wherever they are"),
    CR_LF_BECOMES_LF_IN_BINARY("5.6/binary-line-ends", "has LF for CR LF in binary messages"),
    TEXT_CHECKED_TO_64_KIB("8.1/ff-behind-69999", "checks the first 64 KiB of a text only"),
    CR_LF_BECOMES_LF("8.1/line-ends", "makes LF of CR LF"),
    LF_BECOMES_CR_LF("8.1/line-feed", "makes CR LF of LF"),
    DROPS_LAST_LINE_END("8.1/line-end-last", "takes a line end away at the end"),
    TRIMS_TEXT("8.1/blanks-around", "takes blanks away at both ends"),
    COMPOSES_TEXT("8.1/not-composed", "composes characters (NFC)"),
    DECOMPOSES_TEXT("8.1/composed", "decomposes characters (NFD)"),
    REPLACES_COMPATIBLE("8.1/compatible", "replaces compatible characters (NFKC)"),
    TEXT_ENDS_AT_NUL("8.1/u-0000-within-text", "takes U+0000 for the end of a text"),
    DROPS_LAST_NUL("8.1/u-0000-last", "takes U+0000 away at the end"),
    DROPS_CONTROLS("8.1/controls", "drops control characters"),
    SEPARATORS_BECOME_LF("8.1/separators", "makes LF of U+2028, U+2029 and U+0085"),
    SPACES_BECOME_BLANKS("8.1/spaces", "makes a blank of U+00A0 and other spaces"),
    DROPS_INVISIBLE("8.1/invisible", "drops characters that don't show, as joiners"),
    ESCAPES_MARKUP("8.1/markup", "makes &lt; of <"),
    SEGMENTS_MUST_BE_TEXT("8.1/segments-61c3-a962", "wants each read to be UTF-8"),
    REPLACES_HALF_CHARACTERS("8.1/segments-61e282-ac62", "replaces half a character at the end of a read"),
    FAILS_FOR_3_OF_4_BYTES("8.1/segments-61f09f98-8062", "fails for a read that ends with three of four bytes"),
    ACCEPTS_BAD_AT_CUT("8.1/segments-bad-61e282-2862",
            "takes whatever comes behind half a character at the end of a read"),
    FRAGMENT_CUT_IN_CHARACTER("8.1/segments-of-fragments-f0-9f98-80",
            "fails for a read that ends within a character of a later fragment"),
    REASON_BY_SEGMENTS("8.1/reason-61e282-ac62", "wants each read of a reason to be UTF-8"),
    REFUSES_NUL("8.1/u-0000", "fails for U+0000"),
    REFUSES_NON_CHARACTERS("8.1/u-ffff", "fails for U+FFFE and U+FFFF of each plane"),
    PING_CONTINUES_TEXT("8.1/bad-pings-within-text", "takes the payload of a Ping for part of the message"),

    // RFC 3629
    ACCEPTS_OVERLONG("3629-3/bad-c080", "takes overlong forms"),
    ACCEPTS_OVERLONG_OF_3("3629-3/bad-e09f80", "takes overlong forms of 3 bytes"),
    ACCEPTS_SURROGATES("3629-3/bad-eda080", "takes surrogates"),
    ACCEPTS_ABOVE_10FFFF("3629-3/bad-f4908080", "takes numbers above U+10FFFF"),
    ACCEPTS_FIVE_BYTES("3629-3/bad-f880808080", "takes forms of 5 and 6 bytes"),
    ACCEPTS_LONE_TAIL("3629-3/bad-80", "takes lone continuation bytes"),
    ACCEPTS_FF("3629-3/bad-61ff62", "takes fe and ff"),
    REFUSES_FOUR_BYTES("3629-3/good-f0908080", "fails for characters of 4 bytes"),
    REFUSES_BESIDE_SURROGATES("3629-3/good-ed9fbf", "fails for U+D7FF and U+E000"),
    REFUSES_LAST_PLANE("3629-3/good-f4808080", "fails for U+100000 to U+10FFFF"),

    // §10.1
    SKIPS_GARBAGE("10.1/random-bytes-2", "skips what it can't read"),
    ANSWERS_GARBAGE_WITH_1003("10.1/random-bytes-1", "fails with 1003 for reserved opcodes and bits"),

    // §10.4
    CUTS_LENGTH_TO_INT("10.4/text-of-2-to-32", "keeps only 32 bits of a length"),
    LOSES_LATER_FRAGMENTS("10.4/50000-fragments-of-1", "forgets fragments behind the first thousand"),
    MANY_FRAGMENTS_ARE_A_FAULT("10.4/50000-fragments-of-0", "takes more than a thousand fragments for a fault"),

    // §10.7
    NO_STATUS_FOR_REFUSAL("10.7/no-http", "drops TCP where a handshake is to be refused"),
    DROPS_BAD_TEXT("10.7/bad-utf8", "drops TCP for text that is not UTF-8"),
    SKIPS_BAD_TEXT("10.7/bad-utf8", "ignores text that is not UTF-8"),

    // RFC 7692 §5
    AGREES_UNASKED("7692-5/no-offer", "agrees to permessage-deflate though nothing was offered"),
    LEAKS_DECLINED_BITS("7692-5/declined-bits-or-plain", "answers with the bits of an offer that it declined"),
    AGREES_TWICE("7692-5/plain-twice", "agrees to every valid offer of the list"),
    AGREES_TO_BZIP2("7692-5/three-that-use-rsv1", "agrees to a second extension that uses RSV1"),
    COMPRESSES_UNAGREED("7692-5/declined", "compresses though it declined"),
    INFLATES_UNAGREED("7692-5/unknown-then-rsv1", "takes RSV1 though it declined"),
    UNKNOWN_EXTENSION_HIDES_DEFLATE("7692-5/in-two-lines",
            "ignores permessage-deflate beside an extension that it doesn't know"),

    // RFC 7692 §6
    COMPRESSES_64_KB_ONLY("7692-6/plain-65536-bytes", "loses what is above 65535 bytes when it compresses"),
    RSV1_ON_CONTINUATION("7692-6.1/own-rsv1", "sends compressed messages in two frames with RSV1 on both"),
    RSV1_ON_PONG("7692-6.1/own-rsv1", "sets RSV1 on Pongs once compression is agreed"),
    ACCEPTS_RSV1_ON_PING("7692-6.1/rsv1-ping-empty", "takes Pings with RSV1 once compression is agreed"),
    ACCEPTS_RSV1_ON_PONG("7692-6.1/rsv1-pong-empty", "takes Pongs with RSV1 once compression is agreed"),
    ACCEPTS_RSV1_ON_CLOSE("7692-6.1/rsv1-close-empty", "takes a Close with RSV1 once compression is agreed"),
    ACCEPTS_RSV1_ON_CONTINUATION("7692-6.1/rsv1-last-fragment",
            "takes continuations with RSV1 once compression is agreed"),
    ACCEPTS_RSV2_BESIDE_RSV1("7692-6.1/rsv2-text-compressed", "doesn't look at RSV2 of a frame with RSV1"),
    ACCEPTS_RSV3_BESIDE_RSV1("7692-6.1/rsv3-text-compressed", "doesn't look at RSV3 of a frame with RSV1"),
    INFLATES_PLAIN("7692-6.1/plain", "inflates every message once compression is agreed"),
    REMEMBERS_RSV1("7692-6.1/by-turns", "takes what follows a compressed message for compressed"),
    COMPRESSED_IS_TEXT("7692-6.1/binary-then-text", "sends compressed binary back as text"),
    CHECKS_UTF8_BEFORE_INFLATING("7692-6.1/text", "wants compressed bytes to be UTF-8"),
    NO_UTF8_CHECK_AFTER_INFLATING("7692-6.1/bad-text-byte-ff", "doesn't check the UTF-8 of compressed text"),
    CONTROL_ENDS_COMPRESSION("7692-6.1/ping-within-message",
            "forgets at a control frame that the message is compressed"),
    INFLATES_EACH_FRAGMENT("7692-6.2/cut-at-1", "inflates each fragment as if it were a message"),
    FAILS_FOR_EMPTY_FRAGMENT("7692-6.2/empty-fragments", "fails for an empty fragment of a compressed message"),
    LAST_FRAGMENT_DECIDES("7692-6.2/cut-at-1", "takes a message for compressed if its last frame has RSV1"),

    // RFC 7692 §7, §7.1
    ACCEPTS_UNKNOWN_PARAMETER("7692-7/foo", "accepts an offer with a parameter that it doesn't know"),
    ACCEPTS_SMALL_WINDOW("7692-7/server-bits-0", "accepts windows below 8 bits"),
    ACCEPTS_LARGE_WINDOW("7692-7/server-bits-16", "accepts windows above 15 bits"),
    ACCEPTS_LEADING_ZERO("7692-7/server-bits-08", "accepts windows with a leading zero"),
    ACCEPTS_NO_NUMBER("7692-7/server-bits-9", "accepts windows that are no number"),
    ACCEPTS_TAKEOVER_VALUE("7692-7/server-no-takeover-1", "accepts a value on no_context_takeover"),
    ACCEPTS_DUPLICATE("7692-7/client-bits-client-bits-10", "accepts repeated parameters"),
    ACCEPTS_EQUAL_DUPLICATE("7692-7/client-bits-client-bits",
            "accepts parameters that are repeated with the same value"),
    ANSWERS_UNKNOWN_PARAMETER("7692-7/good-server-bits-10", "answers with a parameter of its own"),
    ANSWERS_TAKEOVER_VALUE("7692-7.1.1.1/empties-window", "answers server_no_context_takeover with a value"),
    FORGETS_SERVER_TAKEOVER("7692-7.1.1.1/empties-window", "accepts server_no_context_takeover and doesn't say so"),
    NO_SERVER_TAKEOVER_PARAMETER("7692-7.1.1.1/supported", "declines server_no_context_takeover"),
    DROPS_WINDOW_FOR_HINT("7692-7.1.1.2/deflate-client-no-takeover",
            "drops the window because of client_no_context_takeover that it didn't agree to"),
    ACCEPTS_BARE_SERVER_BITS("7692-7.1.2.1/server-bits", "accepts server_max_window_bits without a value"),
    ANSWERS_LARGER_WINDOW("7692-7.1.2.1/bits-9", "answers a larger server_max_window_bits than was offered"),
    FORGETS_SERVER_BITS("7692-7.1.2.1/bits-10", "accepts server_max_window_bits and doesn't say so"),
    IGNORES_CLIENT_BITS_VALUE("7692-7.1.2.2/client-bits-7", "doesn't look at the value of client_max_window_bits"),
    ANSWERS_CLIENT_BITS_UNASKED("7692-7.1.2.2/unasked", "answers client_max_window_bits that was not offered"),
    ECHOES_BARE_CLIENT_BITS("7692-7.1.2.2/bare", "answers client_max_window_bits without a value"),
    ANSWERS_CLIENT_BITS_WITH_ZERO("7692-7.1.2.2/bits-9", "answers client_max_window_bits with a leading zero"),
    WINDOW_SHRINKS_FOR_HINT("7692-7.1.2.2/bits-8",
            "keeps only the window that the client hinted at and it didn't agree to"),
    KEEPS_HALF_WINDOW("7692-7.1.2.2/bits-15", "keeps a window of 16 KiB"),
    ASKS_SMALL_WINDOW("7692-7.3/free-window", "asks for a window of 512 bytes where it is free"),

    // RFC 7692 §7.2
    LEAVES_TAIL("7692-7.2.1/two-fixed", "leaves 00 00 FF FF at the end of messages"),
    CUTS_TOO_MUCH("7692-7.2.1/two-fixed", "removes five bytes from the end of messages"),
    SENDS_EMPTY_AS_NOTHING("7692-7.2.1/empty-text-0200", "sends an empty message with RSV1 and no bytes"),
    IGNORES_SERVER_TAKEOVER_IN_BINARY("7692-7.2.1/deflate-server-no-takeover-binary",
            "goes on with its window for binary messages in spite of server_no_context_takeover"),
    IGNORES_SERVER_TAKEOVER("7692-7.2.1/deflate-server-no-takeover",
            "refers to messages before though it agreed to server_no_context_takeover"),
    IGNORES_SERVER_WINDOW("7692-7.2.1/server-bits-9", "refers farther back than it agreed to"),
    TAKES_8_FOR_9("7692-7.2.1/server-bits-8", "uses a window of 9 bits for 8"),
    TAKES_NO_STORED_BLOCKS("7692-7.2.1/sample-stored", "can't inflate stored blocks"),
    TAKES_NO_DYNAMIC_BLOCKS("7692-7.2.1/dynamic", "can't inflate dynamic blocks"),
    TAKES_NO_EMPTY_MESSAGE("7692-7.2.1/empty-text-00", "can't inflate an empty message"),
    ENDS_AT_BFINAL("7692-7.2.1/sample-bfinal", "inflates nothing any more after a block with BFINAL"),
    IGNORES_BEHIND_BFINAL("7692-7.2.1/two-bfinal", "ignores blocks behind one with BFINAL"),
    CUTS_AT_FLUSH("7692-7.2.1/sample-two-blocks", "takes 00 00 FF FF within a message for its end"),
    FORGETS_TAIL("7692-7.2.2/hello-again", "doesn't append 00 00 FF FF before it inflates"),
    DROPS_WINDOW("7692-7.2.2/hello-again", "inflates every message with an empty window"),
    BFINAL_DROPS_WINDOW("7692-7.2.2/again-behind-bfinal", "drops the window behind a block with BFINAL"),
    BFINAL_LEAVES_MESSAGE_ONLY("7692-7.2.2/over-bfinal-and-block",
            "keeps of the window only the message that has a block with BFINAL"),
    BFINAL_IS_NOT_IN_WINDOW("7692-7.2.2/again-behind-stored-bfinal", "doesn't put a block with BFINAL into the window"),
    EMPTY_BFINAL_DROPS_WINDOW("7692-7.2.2/again-behind-empty-bfinal",
            "drops the window behind an empty block with BFINAL"),
    BLOCK_BEHIND_BFINAL_IS_NOT_IN_WINDOW("7692-7.2.2/again-behind-bfinal-and-block",
            "doesn't put what is behind a block with BFINAL into the window"),
    PLAIN_DROPS_WINDOW("7692-7.2.2/again-behind-empty-plain", "drops the window at a message without compression"),
    PLAIN_GOES_TO_WINDOW("7692-7.2.2/again-behind-plain", "puts messages without compression into the window"),
    SHARES_WINDOW("7692-7.2.2/window-of-another", "has one window for all connections"),
    ZEROS_BEFORE_WINDOW("7692-7.2.2/reference-32768-before-start", "finds zeros before the start of the window"),
    DELIVERS_UP_TO_ERROR("7692-7.2.2/ffffffff", "delivers what came before broken data"),
    DELIVERS_CUT("7692-7.2.2/cut-stored-block", "delivers data that ends within a block"),
    DELIVERS_TRAILING("7692-7.2.2/behind-bfinal-plain-text", "delivers bytes behind a block with BFINAL as they are"),
    SKIPS_BROKEN("7692-7.2.2/behind-bfinal-bytes-ff", "ignores messages that can't be inflated"),

    // §10, hostile habits: what harms a bystander
    ALLOCATES_WHAT_IS_ANNOUNCED("10/announces-1073741824", "runs out of memory for lengths that are announced"),
    KEEPS_EACH_FRAGMENT("10/endless-fragments-of-1", "runs out of memory for many small fragments"),
    HAS_NO_MESSAGE_LIMIT("10/endless-message", "runs out of memory for a message without end"),
    HAS_NO_HEAD_LIMIT("10/endless-head", "runs out of memory for a head without end"),
    SHAKES_HANDS_ONE_BY_ONE("10/half-requests", "reads one handshake after the other"),
    SHAKES_TLS_HANDS_ONE_BY_ONE("10/half-tls-handshakes", "completes one TLS handshake after the other"),
    HAS_NO_LIMIT_AFTER_INFLATING("10/bombs", "runs out of memory for messages that inflate to much"),
    SENDS_ONE_BY_ONE("10/echoes-unread", "sends nothing to anyone while one doesn't read"),
    STALLS_AFTER_RESET("10/resets", "serves nobody any more after a reset"),
    STALLS_AFTER_END("10/ends", "serves nobody any more after the end of TCP within a frame"),

    // TLS: run over wss
    ANSWERS_PLAIN_TEXT("10.6/plain-to-tls-port", "answers a handshake in the clear on its TLS port"),
    NO_PONG_THROUGH_TLS("10.6/all-through-tls", "answers no Ping that came through TLS"),
    ACCEPTS_UNMASKED_THROUGH_TLS("5.1/unmasked-through-tls", "takes what is not masked if it came through TLS"),
    SENDS_NO_CLOSE_NOTIFY("10.6/close-notify", "ends TCP without close_notify"),
    REFUSES_REQUEST_WITHOUT_CLOSE_NOTIFY("9112-9.8/connection-close",
            "ends TCP without close_notify behind an HTTP response"),
    CHOOSES_ANY_ALPN("7301-3.2/unknown-protocol", "chooses whatever ALPN offers"),
    REFUSES_HTTP_1_1("7301-3.2/http-1-1", "refuses ALPN for http/1.1"),
    SPEAKS_TLS_1_0("8996-4/tls-1-0", "takes TLS 1.0"),
    SPEAKS_TLS_1_1("8996-4/tls-1-1", "takes TLS 1.1"),
    LEAVES_BROKEN_TUNNEL_OPEN("8446-5.1/plain-text", "leaves TCP open after a broken record"),

    // For the suite as a whole, whatever the section
    DIES("5.2/opcode-7-empty", "ends as a process would, with all connections, on opcode 7"),
    HANGS("5.2/opcode-7-empty", "does nothing any more, for anyone, from opcode 7 on");

    private final String foundBy;
    private final String sentence;

    /** @param foundBy the case that is about it */
    Fault(String foundBy, String sentence) {
        this.foundBy = foundBy;
        this.sentence = sentence;
    }

    /** The id of the case that is about it, and has to find it. */
    String foundBy() {
        return foundBy;
    }

    boolean isOfTls() {
        return (ordinal() >= ANSWERS_PLAIN_TEXT.ordinal() && ordinal() <= LEAVES_BROKEN_TUNNEL_OPEN.ordinal())
                || this == SHAKES_TLS_HANDS_ONE_BY_ONE;
    }

    boolean isHostile() {
        return foundBy.startsWith("10/");
    }

    @Override
    public String toString() {
        return name() + ": " + sentence;
    }
}
