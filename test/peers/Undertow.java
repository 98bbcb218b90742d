import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

class Undertow {
    private static final int MOST = 64 << 20;

    public static void main(String[] args) {
        var handler = new WebSocketProtocolHandshakeHandler((WebSocketConnectionCallback) (exchange, channel) -> {
            channel.getReceiveSetter().set(new Echo());
            channel.resumeReceives();
        }).addExtension(new PerMessageDeflateHandshake());
        var server = io.undertow.Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(handler).build();
        server.start();
        System.out.println("ws://127.0.0.1:" + ((InetSocketAddress) server.getListenerInfo().get(0).getAddress())
                .getPort() + "/");
    }

    private static class Echo extends AbstractReceiveListener {
        @Override
        protected long getMaxTextBufferSize() {
            return MOST;
        }

        @Override
        protected long getMaxBinaryBufferSize() {
            return MOST;
        }

        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            WebSockets.sendText(message.getData(), channel, null);
        }

        @Override
        protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
            try (var data = message.getData()) {
                WebSockets.sendBinary(WebSockets.mergeBuffers(data.getResource()), channel, null);
            }
        }
    }
}
