package message;
import java.nio.ByteBuffer;
public final class ControlPayload {
    private byte[] bytes; private int size;
    public ByteBuffer add(ByteBuffer piece, boolean last) {
        if (last && bytes == null) return piece;
        if (bytes == null) bytes = new byte[125];
        int n = piece.remaining(); piece.get(bytes, size, n); size += n;
        if (!last) return null;
        ByteBuffer whole = ByteBuffer.wrap(bytes, 0, size).slice(); bytes = null; size = 0; return whole;
    }
}
