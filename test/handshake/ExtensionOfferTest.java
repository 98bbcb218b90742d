package handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import http.Fields;
import http.Grammar;
import http.Reading;
import http.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** §9.1. In the vectors, ¶ begins another line of the field. */
class ExtensionOfferTest {
    private static Fields fields(String value) {
        return Reading.request(request(value.replace("¶", "¶sec-websocket-extensions:"))).fields();
    }

    private static String request(String value) {
        return "GET / HTTP/1.1¶Host: a¶Sec-WebSocket-Extensions: " + value + "¶¶";
    }

    /** {@code a;b=c;d, e}: without blanks and quotes. */
    private static String written(List<ExtensionOffer> offers) {
        return offers.stream().map(offer -> offer.name() + offer.parameters().stream()
                .map(parameter -> ";" + parameter.name() + (parameter.value() == null ? "" : "=" + parameter.value()))
                .collect(Collectors.joining())).collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "permessage-deflate                                   | permessage-deflate",
        "permessage-deflate; client_max_window_bits           | permessage-deflate;client_max_window_bits",
        "permessage-deflate;server_max_window_bits=10         | permessage-deflate;server_max_window_bits=10",
        "`permessage-deflate \t ;\tclient_max_window_bits\t ` | permessage-deflate;client_max_window_bits",
        "a ; b = c                                            | a;b=c",
        "a;b;c=d;b                                            | a;b;c=d;b",
        "a, b, c                                              | a, b, c",
        "a;x,b;y=1                                            | a;x, b;y=1",
        // §9.1 "MAY be split or combined across multiple lines"
        "a¶b, c                                               | a, b, c",
        "a¶¶b                                                 | a, b",
        ",, a ,, b, ,                                         | a, b", // RFC 9110 §5.6.1
        "a; b=\"10\"                                          | a;b=10",
        "a; b=\"1\\0\"                                        | a;b=10", // RFC 9110 §5.6.4
        "a; b=\"\\1\\0\";c                                    | a;b=10;c",
        "A; B=C                                               | A;B=C",
        "!#$%&'*+-.^_~09; ~=~                                 | !#$%&'*+-.^_~09;~=~",
    })
    void _9_1_anOfferIsReadInOrder(String value, String offers) throws Refusal {
        assertEquals(offers, written(ExtensionOffer.parse(fields(value))));
    }

    @Test
    void _9_1_noFieldIsNoOffer() throws Refusal {
        assertEquals(List.of(), ExtensionOffer.parse(Reading.request("GET / HTTP/1.1¶Host: a¶¶").fields()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", ",", ",,", "¶", ";", ";a", "=", "a=", "a=b", "a;", "a;;", "a;;b", "permessage-deflate;;", "a; b=",
        "a; =c", "a; b=;c", "a b", "a b, c", "a; b c", "a; b=c d", "@", "a@", "a/b", "a; b=(c)", "\"a\"", "a; \"b\"",
        "x;y=\"open", "x;y=\"", "x;y=\"\"", "x;y=\"1 0\"", "x;y=\"1,0\"", "x;y=\"a\\", "x;y=\"a\\\"", "x;y=\"a\\\"\"",
        "x;y=\"a\"b", "x;y=\"a\"\"b\"", "x;y=a\"b\"", "x;y='a b'", "x;y==z", "a, ;", "a, =", "a¶b;", "a;¶b", "a\u00e9",
        "a; b=\u00e9", "a; b=\"\u00e9\"", "x;y=\"a\tb\"",
    })
    void _9_1_aMalformedOfferIsRefused(String value) {
        Refusal refusal = assertThrows(Refusal.class, () -> ExtensionOffer.parse(fields(value)));
        assertEquals(400, refusal.response().status().code());
        assertTrue(refusal.getMessage().contains("(RFC 6455 §9.1)"), refusal.getMessage());
    }

    @Test
    void _10_4_aLongOfferCostsNoTime() {
        for (String part : List.of("a,", ",", "a;b=c,", "a;b;", "\"", "a;b=\"", "\\", ";", "= ", " ", "a ", "\t,")) {
            String value = "a;b=\"" + part.repeat(30_000 / part.length());
            String other = part.repeat(30_000 / part.length());
            assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
                for (String each : List.of(value, other)) {
                    try {
                        ExtensionOffer.parse(Reading.requestWhole(request(each)).fields());
                    } catch (Refusal refusal) {
                        assertEquals(400, refusal.response().status().code());
                    }
                }
            }, part);
        }
    }

    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 5), new Random().longs(3));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void _9_1_randomTextIsReadOrRefusedAndWhatIsReadReadsBackTheSame(long seed) throws Refusal {
        Random random = new Random(seed);
        String alphabet = "aab;;,,==\"\"\\ \t1@";
        int read = 0;
        for (int i = 0; i < 1_000; i++) {
            String value = random.ints(random.nextInt(14), 0, alphabet.length())
                    .mapToObj(at -> alphabet.substring(at, at + 1)).reduce("", String::concat);
            String which = "seed " + seed + ", value " + value;
            Fields fields = Reading.requestWhole(request(value)).fields();
            List<ExtensionOffer> offers;
            try {
                offers = ExtensionOffer.parse(fields);
            } catch (Refusal refusal) {
                continue;
            } catch (RuntimeException e) {
                throw new AssertionError(which, e);
            }
            read++;
            assertTrue(offers.size() > 0, which);
            for (ExtensionOffer offer : offers) {
                assertTrue(Grammar.isToken(offer.name()), which);
                for (ExtensionOffer.Parameter parameter : offer.parameters()) {
                    assertTrue(Grammar.isToken(parameter.name()), which);
                    assertTrue(parameter.value() == null || Grammar.isToken(parameter.value()), which);
                }
            }
            assertEquals(offers, ExtensionOffer.parse(fields(written(offers))), which);
        }
        assertTrue(read > 30, "seed " + seed + ": only " + read + " were read");
    }
}
