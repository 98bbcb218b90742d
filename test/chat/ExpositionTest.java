package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The format that Prometheus reads. */
class ExpositionTest {
    @Test
    void aFamilyIsItsMeaningItsTypeAndItsSamples() {
        assertEquals("""
                # HELP a_total How many.
                # TYPE a_total counter
                a_total 0
                # HELP b How much.
                # TYPE b gauge
                b{x="1",y=""} 9223372036854775807
                b{x="2",y="z"} -1
                # HELP c_seconds How long.
                # TYPE c_seconds histogram
                c_seconds_bucket{le="0.1"} 1
                c_seconds_sum 0.000000123
                """,
                new Exposition()
                        .family("a_total", Exposition.Type.COUNTER, "How many.").sample(0)
                        .family("b", Exposition.Type.GAUGE, "How much.")
                        .sample(Long.MAX_VALUE, "x", "1", "y", "").sample(-1, "x", "2", "y", "z")
                        .family("c_seconds", Exposition.Type.HISTOGRAM, "How long.")
                        .sample("_bucket", BigDecimal.ONE, "le", "0.1").sample("_sum", BigDecimal.valueOf(123, 9))
                        .toString());
    }

    @Test
    void whatWouldEndALineOrALabelIsEscaped() {
        assertEquals("""
                # HELP a A "word",\\n a \\\\.
                # TYPE a gauge
                a{x="a \\"word\\",\\n a \\\\."} 1
                """,
                new Exposition().family("a", Exposition.Type.GAUGE, "A \"word\",\n a \\.")
                        .sample(1, "x", "a \"word\",\n a \\.").toString());
    }
}
