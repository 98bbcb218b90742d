package hostile;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import support.TestClient;

/** What all attacks have: an arena for each way to the server, in which one follows the other. */
@Timeout(120)
@ParameterizedClass
abstract class Attacks {
    static Arena arena;

    @Parameter
    Way way;

    @AfterParameterizedClassInvocation
    static void end() throws IOException {
        if (arena != null) {
            arena.close();
            arena = null;
        }
    }

    /** The same bytes again and again, in writes of about 64 KiB. */
    static void flood(TestClient client, byte[] unit, int count) throws IOException {
        int each = Math.max(1, (64 << 10) / unit.length);
        byte[] many = new byte[each * unit.length];
        for (int i = 0; i < each; i++) {
            System.arraycopy(unit, 0, many, i * unit.length, unit.length);
        }
        for (int left = count; left > 0; left -= each) {
            client.send(Arrays.copyOf(many, Math.min(left, each) * unit.length));
        }
    }
}
