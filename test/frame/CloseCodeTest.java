package frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CloseCodeTest {
    @Test
    void _7_4_eachOfTheCodesOf16BitsIsAllowedIfItIsRegisteredOrPrivate() {
        Set<Integer> registered = Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014);
        for (int code = 0; code <= 0xFFFF; code++) {
            boolean allowed = registered.contains(code) || (3000 <= code && code < 5000);
            assertEquals(allowed, CloseCode.isAllowedInClose(code), "code " + code);
        }
    }
}
