import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Set;
import java.util.logging.LogManager;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.tomcat.websocket.server.WsSci;

public class Tomcat {
    /** For each connection a buffer of this size is allocated at once. */
    private static final int MOST = 16 << 20;

    public static void main(String[] args) throws Exception {
        LogManager.getLogManager().reset();
        String folder = Files.createTempDirectory("tomcat").toString();
        var tomcat = new org.apache.catalina.startup.Tomcat();
        tomcat.setBaseDir(folder);
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        var context = tomcat.addContext("", folder);
        context.addServletContainerInitializer(new WsSci(), Set.of(Echo.class));
        org.apache.catalina.startup.Tomcat.addServlet(context, "default", new DefaultServlet());
        context.addServletMappingDecoded("/", "default");
        tomcat.start();
        System.out.println("ws://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/echo");
        tomcat.getServer().await();
    }

    @ServerEndpoint("/echo")
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
