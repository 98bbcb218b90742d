package connection;

import frame.ProtocolException;
import java.nio.ByteBuffer;
import message.Close;

/** Two taps on one connection. */
record TwoTaps(Tap first, Tap second) implements Tap {
    @Override
    public void received(ByteBuffer bytes) {
        first.received(bytes.duplicate());
        second.received(bytes);
    }

    @Override
    public void sent(ByteBuffer bytes) {
        first.sent(bytes.duplicate());
        second.sent(bytes);
    }

    @Override
    public boolean opened(Session session) {
        return first.opened(session) | second.opened(session);
    }

    @Override
    public void failed(ProtocolException fault, ByteBuffer rest) {
        first.failed(fault, rest.duplicate());
        second.failed(fault, rest);
    }

    @Override
    public void closing(Close close, ByteBuffer unsent) {
        first.closing(close, unsent.duplicate());
        second.closing(close, unsent);
    }
}
