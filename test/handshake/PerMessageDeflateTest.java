package handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import http.HeadLimits;
import http.Refusal;
import http.RequestReader;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import support.Bytes;
import support.Requests;

/** RFC 7692 §7.1. */
class PerMessageDeflateTest {
    private static final String BOTH = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    /** @param lines of Sec-WebSocket-Extensions, with | between them */
    private static PerMessageDeflate agree(String lines) throws Refusal {
        String[] fields = lines.split("\\|");
        for (int i = 0; i < fields.length; i++) {
            fields[i] = "Sec-WebSocket-Extensions: " + fields[i].strip();
        }
        ByteBuffer in = ByteBuffer.wrap(Bytes.ascii(Requests.opening("/", fields)));
        Opening opening = Opening.parse(new RequestReader(HeadLimits.DEFAULT).read(in));
        return PerMessageDeflate.agree(opening.extensions());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=8",
        "permessage-deflate; client_max_window_bits=15",
        "permessage-deflate; client_max_window_bits=\"10\"",
        "permessage-deflate; server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover",
        "permessage-deflate; client_no_context_takeover; server_no_context_takeover; client_max_window_bits=9",
        "x-unknown; a=b, permessage-deflate",
        "x-unknown | permessage-deflate"})
    void isAgreedToWithoutContextTakeoverAndWithoutClientMaxWindowBits(String offer) throws Refusal {
        PerMessageDeflate agreed = agree(offer);
        assertEquals(BOTH, agreed.response());
        assertEquals(32_768, agreed.serverWindow());
        assertTrue(agreed.readsAnyWindow());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void _7692_7_1_2_1_everyServerWindowIsAgreedToAndInTheResponse(int bits) throws Refusal {
        for (String value : new String[] {String.valueOf(bits), "\"" + bits + "\""}) {
            PerMessageDeflate agreed = agree("permessage-deflate; server_max_window_bits=" + value);
            assertEquals(BOTH + "; server_max_window_bits=" + bits, agreed.response());
            assertEquals(1 << bits, agreed.serverWindow());
            assertEquals(bits == 15, agreed.readsAnyWindow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "permessage-deflate; unknown",
        "permessage-deflate; unknown=1",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover=true",
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=08",
        "permessage-deflate; server_max_window_bits=+8",
        "permessage-deflate; server_max_window_bits=1e1",
        "permessage-deflate; server_max_window_bits=0x9",
        "permessage-deflate; server_max_window_bits=100",
        "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=010",
        "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
        "permessage-deflate-2",
        "x-webkit-deflate-frame"})
    void _7692_7_anOfferThatMustBeDeclinedIsDeclined(String offer) throws Refusal {
        assertNull(agree(offer));
    }

    /** §9.1: the order is the client's preference. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "permessage-deflate!server_max_window_bits=10, permessage-deflate   ; 10",
        "permessage-deflate!server_max_window_bits=7, permessage-deflate!server_max_window_bits=9 ; 9",
        "permessage-deflate!unknown | permessage-deflate!server_max_window_bits=12                ; 12",
        "permessage-deflate, permessage-deflate!server_max_window_bits=10    ; 15"})
    void _7692_5_theFirstOfferThatIsSupportedIsChosen(String offers, int bits) throws Refusal {
        assertEquals(bits, agree(offers.replace("!", "; ")).serverWindowBits());
    }

    @Test
    void withoutAnOfferThereIsNothingToAgreeTo() {
        assertNull(PerMessageDeflate.agree(java.util.List.of()));
    }
}
