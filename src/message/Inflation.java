package message;

import frame.CloseCode;
import frame.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses messages (RFC 7692 §7.2.2). A message never refers to an earlier one, because
 * {@code client_no_context_takeover} is always agreed. So one object serves all connections of a loop. For one thread.
 */
public final class Inflation {
    /** RFC 1951 §2: how far back a block may refer, in bytes. */
    private static final int WINDOW = 32 << 10;
    private static final int SMALLEST = 4 << 10;
    /** A larger buffer is not kept for the next message. */
    private static final int MAX_KEPT = 256 << 10;

    private final Volume volume;
    private final Inflater inflater = new Inflater(true);
    /** RFC 7692 §7.2.2 "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload of the message". */
    private final ByteBuffer tail = ByteBuffer.wrap(new byte[] {0, 0, (byte) 0xFF, (byte) 0xFF});
    /** An empty block with BFINAL set. The decompressor finishes with it only if the block before it has ended. */
    private final ByteBuffer lastBlock = ByteBuffer.wrap(new byte[] {1, 0, 0, (byte) 0xFF, (byte) 0xFF});
    private byte[] out = new byte[0];
    private int size;

    public Inflation() {
        this(Volume.UNCOUNTED);
    }

    /** @param volume counts the messages that were valid */
    public Inflation(Volume volume) {
        this.volume = volume;
    }

    /**
     * @param compressed the payloads of all frames of a message. They are read to their end
     * @param max        bytes that the decompressed message may have. At most one byte more is decompressed
     * @return the message, valid until the next call
     * @throws ProtocolException 1007 if the data is not what RFC 7692 §7.2.1 makes, 1009 if the message is too long
     */
    public ByteBuffer inflate(ByteBuffer compressed, int max) throws ProtocolException {
        if (out.length > MAX_KEPT) {
            out = new byte[0];
        }
        size = 0;
        inflater.reset();
        int length = compressed.remaining();
        try {
            read(compressed, max);
            if (!inflater.finished()) { // else the last block has BFINAL set, and no empty block follows
                read(tail.clear(), max);
                checkThatABlockMayBegin(max);
            }
        } catch (DataFormatException e) {
            throw invalid(e.getMessage());
        }
        volume.add(size, length);
        return ByteBuffer.wrap(out, 0, size);
    }

    private void read(ByteBuffer in, int max) throws DataFormatException, ProtocolException {
        inflater.setInput(in);
        while (true) {
            if (size == out.length) {
                out = Arrays.copyOf(out, (int) Math.min(max + 1L, Math.max(SMALLEST, 2L * size)));
            }
            int n = inflater.inflate(out, size, out.length - size);
            size += n;
            if (size > max) {
                throw new ProtocolException(CloseCode.TOO_BIG, "§7.4.1", "a message of more than " + max + " bytes");
            }
            if (inflater.finished() && in.hasRemaining()) { // RFC 7692 §7.2.1 "The next DEFLATE block follows"
                inflater.reset();
                inflater.setDictionary(out, Math.max(0, size - WINDOW), Math.min(size, WINDOW));
                inflater.setInput(in);
            } else if (n == 0) {
                return;
            }
        }
    }

    private void checkThatABlockMayBegin(int max) throws DataFormatException, ProtocolException {
        int length = size;
        read(lastBlock.clear(), max);
        if (!inflater.finished() || lastBlock.hasRemaining() || size > length) {
            throw invalid("a block has no end");
        }
    }

    private static ProtocolException invalid(String why) {
        // §10.7 "Incoming data MUST always be validated"
        return new ProtocolException(CloseCode.INVALID_PAYLOAD, "§10.7", "the compressed data is invalid: " + why);
    }
}
