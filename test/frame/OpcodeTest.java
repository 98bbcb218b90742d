package frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpcodeTest {
    @ParameterizedTest
    @CsvSource({
        "0, CONTINUATION, false",
        "1, TEXT,         false",
        "2, BINARY,       false",
        "8, CLOSE,        true",
        "9, PING,         true",
        "10, PONG,        true",
    })
    void _5_2_sixOpcodesAreDefined(int code, Opcode opcode, boolean control) {
        assertEquals(opcode, Opcode.of(code));
        assertNotNull(opcode);
        assertEquals(code, opcode.code());
        assertEquals(control, opcode.isControl());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void _5_2_tenOpcodesAreReserved(int code) {
        assertNull(Opcode.of(code));
    }
}
