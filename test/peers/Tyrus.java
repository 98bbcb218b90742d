import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.logging.LogManager;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.Server;

/** Tyrus in Grizzly. */
public class Tyrus {
    /** For each connection a buffer of this size is allocated at once. */
    private static final int MOST = 16 << 20;

    public static void main(String[] args) throws Exception {
        LogManager.getLogManager().reset();
        Server server =
                new Server("127.0.0.1", 0, "/", Map.of(TyrusWebSocketEngine.INCOMING_BUFFER_SIZE, MOST), Echo.class);
        server.start();
        System.out.println("ws://127.0.0.1:" + server.getPort() + "/");
        Thread.currentThread().join();
    }

    @ServerEndpoint("/")
    public static class Echo {
        @OnMessage(maxMessageSize = MOST)
        public String text(String text) {
            return text;
        }

        @OnMessage(maxMessageSize = MOST)
        public ByteBuffer binary(ByteBuffer bytes) {
            return bytes;
        }

        @OnError
        public void error(Session session, Throwable e) {}
    }
}
