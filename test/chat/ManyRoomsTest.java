package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.ServerProcess;
import support.TestClient;

/** Many rooms in which little is said need little memory, even if it is said in all of them at once. */
@Timeout(60)
class ManyRoomsTest {
    private static final int ROOMS = 400;

    @Test
    void allRoomsMaySpeakInTheSameTurn() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "signals and limits as on Linux");
        try (var server = ServerProcess.serving(List.of("env", "JAVA_TOOL_OPTIONS=-XX:MaxDirectMemorySize=32m"))) {
            List<TestClient> members = new ArrayList<>();
            for (int i = 0; i < ROOMS; i++) {
                members.add(TestClient.open(server.address(), "/rooms/r" + i));
            }
            server.signal("STOP"); // so that all of it is there at once
            for (TestClient member : members) {
                member.say("hello");
            }
            server.signal("CONT");
            for (int i = 0; i < ROOMS; i++) {
                assertEquals("from" + (i + 1) + ":hello\n", members.get(i).hear());
            }
            assertFalse(server.errors().contains("OutOfMemoryError"), server.errors());
            for (TestClient member : members) {
                member.leave();
            }
        }
    }
}
