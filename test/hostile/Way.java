package hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import support.TestClient;

/** How the bytes of a client get to the server. */
enum Way {
    PLAIN("http", List.of());

    private final String scheme;
    private final List<String> flags;

    Way(String scheme, List<String> flags) {
        this.scheme = scheme;
        this.flags = flags;
    }

    /** Of the server's own pages. */
    String scheme() {
        return scheme;
    }

    /** What makes the server serve this way. */
    List<String> flags() {
        return flags;
    }

    TestClient connect(InetSocketAddress address) throws IOException {
        return TestClient.connect(address);
    }

    /** One whose receive buffer is small. */
    TestClient connectNarrow(InetSocketAddress address) throws IOException {
        return TestClient.connectNarrow(address);
    }
}
