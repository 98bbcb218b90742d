package loop;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import support.Proc;

/** What the operating system allows. */
class DescriptorsTest {
    private static final int SOME = 100;

    @Test
    void thereIsRoomForAtLeastOneConnectionAndAReserve() {
        assertTrue(Descriptors.connections() >= 1);
    }

    /** Meanwhile this process may open or close a few others. */
    @Test
    void whatIsOpenCounts() throws IOException {
        assumeTrue(Proc.descriptors(ProcessHandle.current().pid()) >= 0, "only Linux shows them like this");
        int before = Descriptors.connections();
        assumeTrue(before > 2 * SOME, "the limit is too low");
        List<SocketChannel> channels = new ArrayList<>();
        try {
            for (int i = 0; i < SOME; i++) {
                channels.add(SocketChannel.open());
            }
            int fewer = before - Descriptors.connections();
            assertTrue(fewer > SOME / 2 && fewer < SOME * 3 / 2, fewer + " fewer with " + SOME + " more open");
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }
}
