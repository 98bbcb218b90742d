package conformance.suite;

import conformance.wire.Bytes;
import conformance.wire.Extension;
import conformance.wire.Frame;
import conformance.wire.FrameReader;
import conformance.wire.Inflation;
import conformance.wire.Opcode;
import conformance.wire.ServerFrame;
import conformance.wire.Violation;
import java.io.ByteArrayOutputStream;

/** Puts the server's data frames together to messages: inflates them, and checks that texts are UTF-8. */
final class Assembly {
    private final Inflation inflation;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private int opcode;
    private boolean compressed;
    private int frames;

    /** @param deflate what was agreed about compression, or null */
    Assembly(Extension deflate) {
        inflation = deflate == null ? null : new Inflation(deflate);
    }

    /**
     * The message that ends with this data frame; null if it goes on.
     *
     * @throws NotApplicable if it is longer than what is read
     */
    Event.Message add(ServerFrame frame) {
        if (frame.opcode() != Opcode.CONTINUATION) {
            opcode = frame.opcode();
            compressed = (frame.rsv() & Frame.RSV1) != 0;
            frames = 0;
            message.reset();
        }
        if (message.size() + frame.payload().length > FrameReader.MOST) {
            throw new NotApplicable("the server sends a message of more than the " + (FrameReader.MOST >> 20)
                    + " MiB that are read");
        }
        message.writeBytes(frame.payload());
        frames++;
        if (!frame.fin()) {
            return null;
        }
        byte[] payload = message.toByteArray();
        message.reset();
        if (compressed) {
            payload = inflation.message(payload);
        }
        if (opcode == Opcode.TEXT && Bytes.text(payload) == null) {
            throw new Violation("5.6-4", "text that a server sends is UTF-8", "Text " + Bytes.quoted(payload));
        }
        return new Event.Message(opcode, payload, compressed, frames);
    }
}
