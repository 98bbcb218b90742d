package wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** A key store (PKCS #12, as keytool and openssl make it), with one key. */
public final class KeyStoreFile implements KeyFiles {
    private final Path file;
    private final Path passwordFile;
    private final String password;

    private KeyStoreFile(Path file, Path passwordFile, String password) {
        this.file = file;
        this.passwordFile = passwordFile;
        this.password = password;
    }

    public static KeyStoreFile withPassword(Path file, String password) {
        return new KeyStoreFile(file, null, password);
    }

    /** @param passwordFile its first line is the password; it is read again with the key store */
    public static KeyStoreFile withPasswordFile(Path file, Path passwordFile) {
        return new KeyStoreFile(file, passwordFile, null);
    }

    @Override
    public List<Path> files() {
        return passwordFile == null ? List.of(file) : List.of(file, passwordFile);
    }

    @Override
    public List<Path> secrets() {
        return passwordFile == null ? List.of() : List.of(passwordFile);
    }

    @Override
    public Identity read() throws BadKeyException {
        byte[] bytes = KeyFiles.bytes(file);
        char[] secret = password().toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), secret);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificateChain(alias) != null) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw new BadKeyException(file + (keys.isEmpty() ? " has no key with a certificate; it needs one"
                        : " has " + keys.size() + " keys (" + String.join(", ", keys) + "); leave one in it"));
            }
            if (!(store.getKey(keys.get(0), secret) instanceof PrivateKey key)) {
                throw new BadKeyException(file + ": its key is not a private key");
            }
            return Identity.of(key, Stream.of(store.getCertificateChain(keys.get(0)))
                    .map(X509Certificate.class::cast).toList(), file.toString());
        } catch (BadKeyException e) {
            throw e;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            boolean wrong = e instanceof UnrecoverableKeyException || e.getCause() instanceof UnrecoverableKeyException;
            throw new BadKeyException(wrong ? "the password " + source() + " is not that of " + file
                    : file + " is not a key store, or is damaged; keytool -list -keystore " + file + " tells more");
        }
    }

    private String password() throws BadKeyException {
        String value = password != null ? password
                : new String(KeyFiles.bytes(passwordFile), UTF_8).lines().findFirst().orElse("");
        if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new BadKeyException("the password " + source() + " has other characters than those of ASCII, and Java"
                    + " can't use it; keytool -storepasswd changes it");
        }
        return value;
    }

    private String source() {
        return passwordFile == null ? "in the environment" : "in " + passwordFile;
    }
}
