package wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import support.Certificate;

/** What is read from files of keys, and what is said of those that can't be used. */
class KeyFilesTest {
    private static Certificate root;
    private static Certificate issuer;
    private static Certificate own;
    private static Certificate rsa;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() {
        root = Certificate.selfSigned("root");
        issuer = Certificate.make(Certificate.ec("secp384r1"), "issuer", root, Instant.now(), 3);
        own = Certificate.make(Certificate.ec("secp256r1"), "own", issuer, Instant.now(), 2);
        rsa = Certificate.selfSigned(Certificate.rsa(), "rsa");
    }

    private Path write(String name, String... parts) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("", parts));
    }

    private static List<X509Certificate> certificates(Certificate... all) {
        return Stream.of(all).map(Certificate::own).toList();
    }

    /** @param message in which PATH stands for the folder */
    private void expectFault(String message, KeyFiles files) {
        var fault = assertThrows(BadKeyException.class, files::read);
        assertEquals(message, fault.getMessage().replace(folder.toString(), "PATH"));
    }

    // PEM

    @Test
    void ecOnEachCurveAndRsaAreRead() throws Exception {
        for (KeyPair keys : List.of(Certificate.ec("secp256r1"), Certificate.ec("secp384r1"),
                Certificate.ec("secp521r1"), Certificate.rsa())) {
            Certificate made = Certificate.selfSigned(keys, "a");
            Identity read = new PemFiles(
                    write("chain.pem", made.certificatePem()), write("key.pem", made.keyPem())).read();
            assertEquals(keys.getPrivate(), read.key());
            assertEquals(certificates(made), read.chain());
        }
    }

    @Test
    void theChainMayComeInAnyOrderAndWhatIsNoPartOfItIsCounted() throws Exception {
        Path key = write("key.pem", own.keyPem());
        for (List<Certificate> order : List.of(List.of(own, issuer, root), List.of(root, issuer, own),
                List.of(issuer, own, root))) {
            Path chain = write("chain.pem", order.stream().map(Certificate::certificatePem).toArray(String[]::new));
            Identity read = new PemFiles(chain, key).read();
            assertEquals(certificates(own, issuer, root), read.chain());
            assertEquals(0, read.extra());
        }
        Path chain = write("chain.pem", rsa.certificatePem(), own.certificatePem(), root.certificatePem());
        Identity read = new PemFiles(chain, key).read();
        assertEquals(certificates(own), read.chain());
        assertEquals(2, read.extra(), "the one between is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesMayEndAsOnAnySystemAndCommentsStandBetweenBlocks(String end) throws Exception {
        String all = "\u00ef\u00bb\u00bf-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + " subject=CN = own\n\n" + own.certificatePem() + "# and its issuer\n" + issuer.certificatePem()
                + own.keyPem().stripTrailing();
        Path file = Files.write(folder.resolve("all.pem"), all.replace("\n", end).getBytes("ISO-8859-1"));
        Identity read = new PemFiles(file, file).read();
        assertEquals(certificates(own, issuer), read.chain());
        assertEquals(own.keys().getPrivate(), read.key());
    }

    @Test
    void whatIsWrongWithPemFilesIsSaidInOneLine() throws Exception {
        Path chain = write("chain.pem", own.certificatePem());
        Path key = write("key.pem", own.keyPem());
        Path none = folder.resolve("none.pem");
        Path empty = write("empty.pem");
        String text = own.certificatePem();
        expectFault("there is no file PATH/none.pem", new PemFiles(none, key));
        expectFault("there is no file PATH/none.pem", new PemFiles(chain, none));
        expectFault("PATH is a folder; the file in it has to be named", new PemFiles(chain, folder));
        expectFault("PATH/empty.pem has no certificate: there is no -----BEGIN CERTIFICATE----- in it",
                new PemFiles(empty, key));
        expectFault("PATH/key.pem has no certificate: there is no -----BEGIN CERTIFICATE----- in it",
                new PemFiles(key, key));
        expectFault("PATH/chain.pem has no key: there is no -----BEGIN PRIVATE KEY----- in it",
                new PemFiles(chain, chain));
        expectFault("PATH/two.pem has 2 keys; leave the certificate's own in it",
                new PemFiles(chain, write("two.pem", own.keyPem(), issuer.keyPem())));
        expectFault("the key and the certificate don't belong together: PATH/other.pem and PATH/chain.pem",
                new PemFiles(chain, write("other.pem", issuer.keyPem())));
        expectFault("the key and the certificate don't belong together: PATH/other.pem and PATH/chain.pem",
                new PemFiles(chain, write("other.pem", rsa.keyPem())));
        expectFault("the key and the certificate don't belong together: PATH/key.pem and PATH/rsa.pem",
                new PemFiles(write("rsa.pem", rsa.certificatePem()), key));
        expectFault("PATH/cut.pem is cut: -----END CERTIFICATE----- is missing",
                new PemFiles(write("cut.pem", text.substring(0, text.length() / 2)), key));
        expectFault("PATH/cut.pem is cut: -----END CERTIFICATE----- is missing",
                new PemFiles(write("cut.pem", text.substring(0, text.length() / 2), "\n", text), key));
        expectFault("PATH/tail.pem: -----END CERTIFICATE----- without its BEGIN",
                new PemFiles(write("tail.pem", text.substring(text.length() / 2)), key));
        expectFault("PATH/other.pem: -----END KEY----- without its BEGIN",
                new PemFiles(write("other.pem", text.replace("END CERTIFICATE", "END KEY")), key));
        expectFault("PATH/base64.pem: what is in -----BEGIN CERTIFICATE----- isn't Base64",
                new PemFiles(write("base64.pem", text.replace("\nMI", "\nM!")), key));
        expectFault("PATH/damaged.pem is damaged, or its key is not one of RSA, and EC on P-256, P-384 or P-521",
                new PemFiles(chain, write("damaged.pem", Certificate.pem("PRIVATE KEY", new byte[100]))));
        String broken = assertThrows(BadKeyException.class, () -> new PemFiles(
                write("broken.pem", text, Certificate.pem("CERTIFICATE", new byte[100])), key).read()).getMessage();
        assertEquals(folder + "/broken.pem: its certificate 2 can't be read", broken.replaceFirst(" \\(.*\\)$", ""));
        Files.write(folder.resolve("large.pem"), new byte[(1 << 20) + 1]);
        expectFault("PATH/large.pem is too large to be what is needed here",
                new PemFiles(folder.resolve("large.pem"), key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
    void ofAKeyInAnotherFormItSaysHowToConvertIt(String label) throws Exception {
        Path key = write("key.pem", Certificate.pem("EC PARAMETERS", new byte[3]), "-----BEGIN " + label
                + "-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END " + label + "-----\n");
        expectFault("PATH/key.pem has a key in another form (" + label + "); this makes one that can be read:"
                + " openssl pkey -in PATH/key.pem -out new-key.pem",
                new PemFiles(write("chain.pem", own.certificatePem()), key));
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws Exception {
        KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path key = write("key.pem", Certificate.pem("PRIVATE KEY", edwards.getPrivate().getEncoded()));
        expectFault("PATH/key.pem is damaged, or its key is not one of RSA, and EC on P-256, P-384 or P-521",
                new PemFiles(write("chain.pem", own.certificatePem()), key));
    }

    /** Whatever is in the files, it is used or it is a {@link BadKeyException}. */
    @Test
    void damagedFilesEndInOneKindOfException() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] pem = (own.certificatePem() + own.keyPem()).getBytes();
        byte[] store = Files.readAllBytes(own.store(folder.resolve("store.p12"), "password"));
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bytes = (i % 2 == 0 ? pem : store).clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
            }
            Path file = Files.write(folder.resolve("damaged"), bytes);
            try {
                (i % 2 == 0 ? new PemFiles(file, file) : KeyStoreFile.withPassword(file, "password")).read();
            } catch (BadKeyException e) {
                refused++;
                assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertEquals(true, refused > 100, refused + " refused, seed " + seed);
    }

    // Key stores

    @Test
    void aKeyStoreGivesItsKeyAndTheWholeChain() throws Exception {
        Path store = own.store(folder.resolve("store.p12"), "secret ~", issuer, root);
        Identity read = KeyStoreFile.withPassword(store, "secret ~").read();
        assertEquals(own.keys().getPrivate(), read.key());
        assertEquals(certificates(own, issuer, root), read.chain());
        for (String end : List.of("", "\n", "\r\n", "\nanother line\n")) {
            Path password = write("password", "secret ~" + end);
            assertEquals(read.chain(), KeyStoreFile.withPasswordFile(store, password).read().chain());
        }
    }

    @Test
    void whatIsWrongWithAKeyStoreIsSaidInOneLine() throws Exception {
        Path store = own.store(folder.resolve("store.p12"), "password");
        Path password = write("password", "pass word\n");
        expectFault("the password in PATH/password is not that of PATH/store.p12",
                KeyStoreFile.withPasswordFile(store, password));
        expectFault("the password in the environment is not that of PATH/store.p12",
                KeyStoreFile.withPassword(store, ""));
        expectFault("the password in the environment has other characters than those of ASCII, and Java can't use it;"
                + " keytool -storepasswd changes it", KeyStoreFile.withPassword(store, "密码"));
        expectFault("there is no file PATH/none",
                KeyStoreFile.withPasswordFile(store, folder.resolve("none")));
        expectFault("there is no file PATH/none", KeyStoreFile.withPassword(folder.resolve("none"), ""));
        expectFault("PATH is a folder; the file in it has to be named", KeyStoreFile.withPassword(folder, ""));
        expectFault("PATH/password is not a key store, or is damaged; keytool -list -keystore PATH/password tells more",
                KeyStoreFile.withPassword(password, "password"));

        KeyStore several = Certificate.emptyStore();
        several.setCertificateEntry("root", root.own());
        expectFault("PATH/several.p12 has no key with a certificate; it needs one", save(several));
        several.setKeyEntry("a", own.keys().getPrivate(), "password".toCharArray(),
                new X509Certificate[] {own.own()});
        assertEquals(certificates(own), save(several).read().chain());
        several.setKeyEntry("b", rsa.keys().getPrivate(), "password".toCharArray(),
                new X509Certificate[] {rsa.own()});
        expectFault("PATH/several.p12 has 2 keys (a, b); leave one in it", save(several));
    }

    private KeyFiles save(KeyStore store) throws Exception {
        Path file = folder.resolve("several.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "password".toCharArray());
        }
        return KeyStoreFile.withPassword(file, "password");
    }

    @Test
    void aCertificateIsForItsNames() throws Exception {
        Certificate named = Certificate.selfSigned("Chat.example.org");
        Path store = named.store(folder.resolve("store.p12"), "");
        Identity read = KeyStoreFile.withPassword(store, "").read();
        assertEquals(Set.of("localhost", "chat.example.org"), read.names());
        assertEquals("CN=Chat.example.org, valid until " + named.own().getNotAfter().toInstant(), read.toString());
        Certificate wild = Certificate.selfSigned("*.example.org");
        assertEquals(Set.of("localhost"), KeyStoreFile.withPassword(
                wild.store(folder.resolve("store.p12"), ""), "").read().names());
    }
}
