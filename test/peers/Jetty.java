import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** With a key store as argument: over TLS. */
class Jetty {
    private static final int MOST = 64 << 20;

    public static void main(String[] args) throws Exception {
        Server server = new Server();
        ServerConnector connector = args.length == 0 ? new ServerConnector(server) : secure(server, args[0]);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxTextMessageSize(MOST);
            container.setMaxBinaryMessageSize(MOST);
            container.setMaxFrameSize(MOST);
            container.setIdleTimeout(Duration.ofMinutes(5));
            container.addMapping("/", (request, response, callback) -> new Echo());
        }));
        server.start();
        System.out.println((args.length == 0 ? "ws" : "wss") + "://127.0.0.1:" + connector.getLocalPort() + "/");
    }

    private static ServerConnector secure(Server server, String keyStore) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keyStore);
        tls.setKeyStorePassword("changeit");
        return new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"),
                new HttpConnectionFactory(configuration));
    }

    public static class Echo implements Session.Listener.AutoDemanding {
        private Session session;

        @Override
        public void onWebSocketOpen(Session session) {
            this.session = session;
        }

        @Override
        public void onWebSocketText(String text) {
            session.sendText(text, Callback.NOOP);
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
            session.sendBinary(payload, callback);
        }
    }
}
