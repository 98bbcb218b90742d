package conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 6455 §9.1, the grammar. */
class ExtensionTest {
    @Test
    void _9_1_aListIsReadWithItsParameters() {
        List<Extension> list = Extension.parse(" a, b;c ;\td = e;f=\"10\",g");
        assertEquals(List.of("a", "b", "g"), list.stream().map(Extension::name).toList());
        assertEquals("e", list.get(1).value("d"));
        assertEquals("10", list.get(1).value("f"));
        assertNull(list.get(1).value("c"));
        assertEquals(3, list.get(1).parameters().size());
    }

    @Test
    void _9_1_whatBreaksTheGrammarIsNone() {
        for (String value : List.of("", " ", ",", "a,", ",a", "a;", "a;;b", "a b", "a;b=", "a;b=\"", "a;b=\"\"",
                "a;b=\"c d\"", "=a", "a;=b", "a;b=c=d")) {
            assertNull(Extension.parse(value), value);
        }
    }
}
