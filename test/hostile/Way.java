package hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import support.Certificate;
import support.TestClient;

/** How the bytes of a client get to the server. */
public enum Way {
    PLAIN("http", null),
    TLS("https", Certificate.selfSigned("localhost"));

    private final String scheme;
    private final Certificate certificate;
    private final SSLContext context;

    Way(String scheme, Certificate certificate) {
        this.scheme = scheme;
        this.certificate = certificate;
        context = certificate == null ? null : certificate.trustedOnly();
    }

    /** Of the server's own pages. */
    String scheme() {
        return scheme;
    }

    /** What makes the server serve this way. */
    public List<String> flags() {
        return certificate == null ? List.of()
                : List.of("--tls-cert", file(certificate.certificatePem()), "--tls-key", file(certificate.keyPem()));
    }

    private static String file(String pem) {
        try {
            Path file = Files.writeString(Files.createTempFile("key", ".pem"), pem);
            file.toFile().deleteOnExit();
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As many over plain TCP, a tenth over TLS: a handshake costs this side more than the server. */
    int many(int count) {
        return certificate == null ? count : count / 10;
    }

    SSLContext context() {
        return context;
    }

    public TestClient connect(InetSocketAddress address) throws IOException {
        return TestClient.connect(address, 0, context);
    }

    /** One whose receive buffer is small. */
    public TestClient connectNarrow(InetSocketAddress address) throws IOException {
        return TestClient.connect(address, TestClient.NARROW, context);
    }
}
