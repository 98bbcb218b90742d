package wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import support.Certificate;

/** Keys that are renewed while the server runs. */
@Timeout(60)
class TlsKeysTest {
    private static Certificate first;
    private static Certificate second;

    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();
    private TlsKeys keys;
    private Path chain;
    private Path key;

    @BeforeAll
    static void make() {
        first = Certificate.selfSigned("first");
        second = Certificate.selfSigned(Certificate.rsa(), "second");
    }

    @AfterEach
    void close() {
        if (keys != null) {
            keys.close();
        }
    }

    private void start(Certificate begin) throws IOException {
        chain = write("chain.pem", begin.certificatePem());
        key = write("key.pem", begin.keyPem());
        keys = new TlsKeys(new PemFiles(chain, key), log::add);
    }

    /** Writes a file that only its owner can read. */
    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (UnsupportedOperationException e) {
            // such a system has other rules
        }
        return file;
    }

    private void expectLog(String... lines) {
        assertEquals(List.of(lines), log.stream().map(line -> line.replace(folder.toString(), "PATH")).toList());
        log.clear();
    }

    private static String renewed(Certificate to) {
        return "TLS: new connections get the renewed certificate of CN="
                + to.own().getSubjectX500Principal().getName().substring(3)
                + ", valid until " + to.own().getNotAfter().toInstant();
    }

    /** Does a TLS handshake with what is in use now, and trusts no other certificate. */
    private void expectHandshake(Certificate expected) throws Exception {
        try (var server = (SSLServerSocket) keys.context().getServerSocketFactory().createServerSocket(0)) {
            var done = CompletableFuture.supplyAsync(() -> {
                try (SSLSocket peer = (SSLSocket) server.accept()) {
                    peer.startHandshake();
                    return peer.getSession().getProtocol();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (var socket = (SSLSocket) expected.trustedOnly().getSocketFactory()
                    .createSocket("127.0.0.1", server.getLocalPort())) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                assertEquals(expected.own(), socket.getSession().getPeerCertificates()[0]);
                assertEquals("TLSv1.3", done.join());
            }
        }
    }

    @Test
    void renewedFilesAreUsedAndToldOnce() throws Exception {
        start(first);
        expectHandshake(first);
        keys.look();
        expectLog();
        write("chain.pem", second.certificatePem());
        write("key.pem", second.keyPem());
        keys.look();
        expectLog(renewed(second));
        expectHandshake(second);
        SSLContext now = keys.context();
        keys.look();
        assertEquals(now, keys.context(), "nothing has changed");
        Files.setLastModifiedTime(key, FileTime.from(Instant.now().plusSeconds(60)));
        keys.look();
        expectLog(); // touched, and the same as before
    }

    @Test
    void filesThatChangeOneAfterTheOtherAreUsedWhenTheyBelongTogether() throws Exception {
        start(first);
        write("chain.pem", second.certificatePem());
        keys.look();
        expectLog(); // the key may be on its way
        expectHandshake(first);
        write("key.pem", second.keyPem());
        keys.look();
        expectLog(renewed(second));
        expectHandshake(second);
    }

    @Test
    void whatCannotBeUsedIsToldOnceAndTheOldOneStays() throws Exception {
        start(first);
        SSLContext old = keys.context();
        write("chain.pem", second.certificatePem());
        for (int i = 0; i < 5; i++) {
            keys.look();
        }
        String stays = "TLS: what was renewed can't be used, and what was used before stays: ";
        expectLog(stays + "the key and the certificate don't belong together: PATH/key.pem and PATH/chain.pem");
        write("chain.pem", second.certificatePem().substring(0, 300));
        for (int i = 0; i < 5; i++) {
            keys.look();
        }
        expectLog(stays + "PATH/chain.pem is cut: -----END CERTIFICATE----- is missing");
        Files.delete(chain);
        for (int i = 0; i < 5; i++) {
            keys.look();
        }
        expectLog(stays + "there is no file PATH/chain.pem");
        assertEquals(old, keys.context());
        expectHandshake(first);

        write("key.pem", second.keyPem());
        keys.look();
        write("chain.pem", second.certificatePem());
        keys.look();
        expectLog(renewed(second));
        expectHandshake(second);
    }

    @Test
    void anExpiredOneIsNoReplacementForOneThatIsValid() throws Exception {
        start(first);
        Certificate expired = Certificate.make(Certificate.ec("secp256r1"), "old", null,
                Instant.now().minus(9, ChronoUnit.DAYS), 8);
        write("chain.pem", expired.certificatePem());
        write("key.pem", expired.keyPem());
        for (int i = 0; i < 3; i++) {
            keys.look();
        }
        expectLog("TLS: what was renewed can't be used, and what was used before stays: the certificate has expired:"
                + " CN=old, valid until " + expired.own().getNotAfter().toInstant());
        expectHandshake(first);
    }

    /** As certbot does: names that stay are links to files with numbers. */
    @Test
    void linksThatPointToOtherFilesAreFollowed() throws Exception {
        for (Certificate one : List.of(first, second)) {
            String number = one == first ? "1" : "2";
            write("chain" + number + ".pem", one.certificatePem());
            write("key" + number + ".pem", one.keyPem());
        }
        link("chain.pem", "chain1.pem");
        link("key.pem", "key1.pem");
        keys = new TlsKeys(new PemFiles(folder.resolve("chain.pem"), folder.resolve("key.pem")), log::add);
        link("chain.pem", "chain2.pem");
        keys.look();
        link("key.pem", "key2.pem");
        keys.look();
        expectLog(renewed(second));
    }

    /** As Kubernetes does: the files are links through a link to a folder, and that is replaced. */
    @Test
    void aFolderThatIsReplacedIsFollowed() throws Exception {
        for (Certificate one : List.of(first, second)) {
            Path data = Files.createDirectory(folder.resolve(one == first ? "..1" : "..2"));
            write(data.getFileName() + "/tls.crt", one.certificatePem());
            write(data.getFileName() + "/tls.key", one.keyPem());
        }
        link("..data", "..1");
        link("tls.crt", "..data/tls.crt");
        link("tls.key", "..data/tls.key");
        keys = new TlsKeys(new PemFiles(folder.resolve("tls.crt"), folder.resolve("tls.key")), log::add);
        expectHandshake(first);
        link("..data", "..2");
        keys.look();
        expectLog(renewed(second));
        expectHandshake(second);
    }

    private void link(String name, String target) throws IOException {
        Path made = folder.resolve("new");
        Files.createSymbolicLink(made, Path.of(target));
        Files.move(made, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aKeyStoreAndItsPasswordMayBothBeRenewed() throws Exception {
        Path store = first.store(folder.resolve("store.p12"), "one");
        Path password = write("password", "one\n");
        keys = new TlsKeys(KeyStoreFile.withPasswordFile(store, password), log::add);
        second.store(store, "two");
        keys.look();
        write("password", "two\n");
        keys.look();
        expectLog(renewed(second));
        expectHandshake(second);
    }

    @Test
    void theThreadLooksByItself() throws Exception {
        var lines = new LinkedBlockingQueue<String>();
        chain = write("chain.pem", first.certificatePem());
        key = write("key.pem", first.keyPem());
        keys = new TlsKeys(new PemFiles(chain, key), lines::add);
        keys.watch();
        write("chain.pem", second.certificatePem());
        write("key.pem", second.keyPem());
        assertEquals(renewed(second), lines.poll(40, TimeUnit.SECONDS));
    }

    @Test
    void whatShouldBeOtherwiseIsToldAtTheStart() throws Exception {
        chain = write("chain.pem", first.certificatePem() + second.certificatePem());
        key = write("key.pem", first.keyPem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        keys = new TlsKeys(new PemFiles(chain, key), log::add);
        expectLog("TLS: 1 of the certificates are not sent, as they didn't issue the server's certificate: CN=first,"
                + " valid until " + first.own().getNotAfter().toInstant(),
                "TLS: every user of this machine can read PATH/key.pem; chmod o= PATH/key.pem ends that");
    }

    /** Of 30 days or more, the last week is soon; of 10 days the last. */
    @Test
    void aCertificateThatExpiresIsToldOnce() throws Exception {
        expectExpiry(60, 24 * 54 + 1, "the certificate expires soon and has not been renewed: ");
        expectExpiry(60, 24 * 52, null);
        expectExpiry(10, 24 * 9 + 1, "the certificate expires soon and has not been renewed: ");
        expectExpiry(10, 24 * 8, null);
        expectExpiry(3, 24 * 3 + 1, "the certificate has expired, so clients refuse it: ");
        Instant begin = expectExpiry(3, -24, "the certificate is not valid before BEGIN, by this machine's clock: ");
        assertTrue(begin.isAfter(Instant.now()));
    }

    /** @param what the line without the certificate; null for none */
    private Instant expectExpiry(int days, int beganHoursAgo, String what) throws IOException {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(beganHoursAgo, ChronoUnit.HOURS);
        start(Certificate.make(Certificate.ec("secp256r1"), "a", null, begin, days));
        for (int i = 0; i < 3; i++) {
            keys.look();
        }
        if (what == null) {
            expectLog();
        } else {
            expectLog("TLS: " + what.replace("BEGIN", begin.toString()) + "CN=a, valid until "
                    + begin.plus(days, ChronoUnit.DAYS));
        }
        return begin;
    }

    @Test
    void withoutUsableFilesThereIsNoStart() throws Exception {
        Path none = folder.resolve("none");
        assertThrows(BadKeyException.class, () -> new TlsKeys(new PemFiles(none, none), log::add));
        expectLog();
    }

    @Test
    void sessionsAreBounded() throws Exception {
        start(first);
        assertEquals(1000, keys.context().getServerSessionContext().getSessionCacheSize());
        assertEquals(3600, keys.context().getServerSessionContext().getSessionTimeout());
    }
}
