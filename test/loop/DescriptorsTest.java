package loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What the operating system allows. */
class DescriptorsTest {
    @Test
    void thereIsRoomForAtLeastOneConnectionAndAReserve() {
        assertTrue(Descriptors.connections() >= 1);
    }
}
