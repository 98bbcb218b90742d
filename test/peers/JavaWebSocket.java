import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

class JavaWebSocket extends WebSocketServer {
    /** Without a limit whatever a header announces is allocated, and the server ends when it has no more memory. */
    private static final int MOST = 64 << 20;

    JavaWebSocket() {
        super(new InetSocketAddress("127.0.0.1", 0),
                List.of(new Draft_6455(List.of(new PerMessageDeflateExtension()), MOST)));
    }

    public static void main(String[] args) {
        new JavaWebSocket().start();
    }

    @Override
    public void onStart() {
        System.out.println("ws://127.0.0.1:" + getPort() + "/");
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        socket.send(text);
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer bytes) {
        socket.send(bytes);
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {}

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket socket, Exception e) {}
}
