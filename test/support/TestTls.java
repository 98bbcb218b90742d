package support;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Both sides of TLS for 127.0.0.1: the server's key is made anew for each run, and the client trusts no other. */
public final class TestTls {
    private static final Certificate KEY = Certificate.selfSigned("test");
    private static final char[] PASSWORD = "password".toCharArray();

    private TestTls() {}

    public static SSLContext server() {
        return server(KEY);
    }

    public static SSLContext server(Certificate key) {
        try {
            KeyStore store = Certificate.emptyStore();
            store.setKeyEntry("key", key.keys().getPrivate(), PASSWORD, new X509Certificate[] {key.own()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Made anew, so that it has no session to resume. */
    public static SSLContext client() {
        try {
            KeyStore store = Certificate.emptyStore();
            store.setCertificateEntry("server", KEY.own());
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
