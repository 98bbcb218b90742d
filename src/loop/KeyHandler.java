package loop;

import java.nio.ByteBuffer;

/** What a selection key belongs to. */
interface KeyHandler {
    /**
     * The key was selected.
     *
     * @param buffer to read into; shared by all handlers of a loop
     * @return how many bytes were read
     */
    int handle(ByteBuffer buffer);
}
