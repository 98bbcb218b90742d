package loop;

import java.nio.ByteBuffer;

/** What the selector found something to do for. */
interface Ready {
    /**
     * Does it.
     *
     * @param buffer to read into
     * @return how many bytes came in
     */
    int ready(ByteBuffer buffer);
}
