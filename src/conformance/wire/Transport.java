package conformance.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TCP, with TLS above it for {@code wss}. Each write goes out at once, as one segment if the network has it so. */
public final class Transport implements Closeable {
    /** How a connection was ended by the server. {@code TRUNCATED}: TCP ended without TLS's close_notify. */
    public enum End { EOF, RESET, TRUNCATED }

    static {
        // else the JDK takes an end of TCP for a close_notify
        System.setProperty("com.sun.net.ssl.requireCloseNotify",
                System.getProperty("com.sun.net.ssl.requireCloseNotify", "true"));
    }

    private final Socket tcp;
    private final Socket socket;

    private Transport(Socket tcp, Socket socket) {
        this.tcp = tcp;
        this.socket = socket;
    }

    /** @param insecure whether any certificate will do */
    public static Transport connect(Target target, boolean insecure, int timeoutMillis) throws IOException {
        return connect(target, insecure, timeoutMillis, Tls.USUAL);
    }

    public static Transport connect(Target target, boolean insecure, int timeoutMillis, Tls offer) throws IOException {
        Socket tcp = new Socket();
        try {
            tcp.setTcpNoDelay(true); // cuts are to reach the server as cuts
            tcp.connect(new InetSocketAddress(target.address(), target.port()), timeoutMillis);
            if (!target.tls()) {
                return new Transport(tcp, tcp);
            }
            tcp.setSoTimeout(timeoutMillis);
            SSLContext context = insecure ? trusting() : SSLContext.getDefault();
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, target.address(), target.port(),
                    true);
            var parameters = tls.getSSLParameters();
            if (!insecure && offer.serverName() == null) {
                // else the name in the certificate isn't looked at
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            if (offer.serverName() != null) {
                parameters.setServerNames(List.of(new SNIHostName(offer.serverName())));
            }
            if (!offer.versions().isEmpty()) {
                parameters.setProtocols(offer.versions().toArray(String[]::new));
            }
            parameters.setApplicationProtocols(offer.protocols().toArray(String[]::new));
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return new Transport(tcp, tls);
        } catch (IOException | RuntimeException e) {
            tcp.close();
            throw e;
        } catch (GeneralSecurityException e) {
            tcp.close();
            throw new IOException(e);
        }
    }

    private static SSLContext trusting() throws GeneralSecurityException {
        TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {all}, new SecureRandom());
        return context;
    }

    public void write(byte[] bytes, int from, int length) throws IOException {
        socket.getOutputStream().write(bytes, from, length);
        socket.getOutputStream().flush();
    }

    /**
     * @return the number of bytes, or -1 at the end of TCP; what kind of end it was, an exception tells: {@link #endOf}
     */
    int read(byte[] into, int from, long millis) throws IOException {
        socket.setSoTimeout((int) Math.max(1, Math.min(millis, Integer.MAX_VALUE)));
        return socket.getInputStream().read(into, from, into.length - from);
    }

    /** Null if it is only that nothing came in time. */
    static End endOf(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return null;
        }
        return e instanceof SSLException && isEndOfTcp(e) ? End.TRUNCATED : End.RESET;
    }

    /** Past TLS, right into TCP. */
    void writeBelowTls(byte[] bytes) throws IOException {
        tcp.getOutputStream().write(bytes);
    }

    /** The JDK tells it from an alert by its words alone, or by its cause: that depends on the version. */
    private static boolean isEndOfTcp(IOException e) {
        return e.getCause() instanceof EOFException || String.valueOf(e.getMessage())
                .startsWith("Remote host terminated the connection");
    }

    /** Our side of TCP ends (with TLS: close_notify); the server can still send. */
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** TCP is torn down: the server sees a reset, not an end. */
    public void reset() {
        try {
            tcp.setSoLinger(true, 0);
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The protocol version that TLS negotiated, as {@code TLSv1.3}; null without TLS. */
    public String tlsVersion() {
        return socket instanceof SSLSocket tls ? tls.getSession().getProtocol() : null;
    }

    /** The protocol that ALPN chose; empty if the server ignores ALPN, or without TLS. */
    public String tlsProtocol() {
        return socket instanceof SSLSocket tls && tls.getApplicationProtocol() != null ? tls.getApplicationProtocol()
                : "";
    }

    /** Without ceremony: TLS's goodbye could wait for a server that hangs. */
    @Override
    public void close() {
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
