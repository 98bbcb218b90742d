package wire;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Who the server is, for TLS: a private key and the certificates that vouch for it.
 *
 * @param chain the key's own certificate, then that of its issuer, and so on
 * @param extra how many certificates came with them that aren't part of this chain, and aren't sent
 */
record Identity(PrivateKey key, List<X509Certificate> chain, int extra) {
    static final List<String> ALGORITHMS = List.of("RSA", "EC");
    static final String ALGORITHMS_IN_WORDS = "RSA, and EC on P-256, P-384 or P-521";

    /**
     * What is kept of ended TLS connections of clients without tickets, so that they can resume. All others keep their
     * part of the session themselves, as a ticket (RFC 8446 §4.6.1).
     */
    private static final int SESSIONS = 1000;
    private static final int SESSION_SECONDS = 3600;
    private static final int DNS_NAME = 2;

    /**
     * The certificates may come in any order.
     *
     * @param where the files, for the message
     */
    static Identity of(PrivateKey key, List<X509Certificate> certificates, String where) throws BadKeyException {
        if (!ALGORITHMS.contains(key.getAlgorithm())) {
            throw new BadKeyException(where + ": a key of the kind " + key.getAlgorithm() + " doesn't do here; it has"
                    + " to be one of " + ALGORITHMS_IN_WORDS);
        }
        List<X509Certificate> rest = new ArrayList<>(certificates);
        X509Certificate next = null;
        for (X509Certificate certificate : rest) {
            if (fits(key, certificate.getPublicKey())) {
                next = certificate;
                break;
            }
        }
        if (next == null) {
            throw new BadKeyException("the key and the certificate don't belong together: " + where);
        }
        List<X509Certificate> chain = new ArrayList<>();
        while (next != null) {
            chain.add(next);
            rest.remove(next);
            next = issuer(next, rest);
        }
        return new Identity(key, List.copyOf(chain), rest.size());
    }

    private static X509Certificate issuer(X509Certificate certificate, List<X509Certificate> others) {
        for (X509Certificate other : others) {
            if (other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                try {
                    certificate.verify(other.getPublicKey());
                    return other;
                } catch (GeneralSecurityException e) {
                    // another with the same name
                }
            }
        }
        return null;
    }

    private static boolean fits(PrivateKey key, PublicKey own) {
        if (key instanceof RSAPrivateKey mine && own instanceof RSAPublicKey its) {
            return mine.getModulus().equals(its.getModulus());
        }
        if (!key.getAlgorithm().equals("EC") || !(own instanceof ECPublicKey)) {
            return false;
        }
        try {
            byte[] text = {1, 2, 3};
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(own);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** What handshakes are made with. */
    SSLContext context() {
        try {
            char[] password = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("server", key, password, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            context.getServerSessionContext().setSessionCacheSize(SESSIONS);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    X509Certificate own() {
        return chain.get(0);
    }

    /** The names that the certificate is for, in lower case, without those that have a {@code *}. */
    Set<String> names() {
        try {
            Collection<List<?>> all = own().getSubjectAlternativeNames();
            return (all == null ? List.<List<?>>of() : all).stream()
                    .filter(name -> name.get(0).equals(DNS_NAME))
                    .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                    .filter(name -> !name.contains("*")).collect(Collectors.toCollection(TreeSet::new));
        } catch (GeneralSecurityException e) {
            return Set.of();
        }
    }

    boolean hasExpired() {
        return Instant.now().isAfter(own().getNotAfter().toInstant());
    }

    /** As {@code CN=chat.example.org, valid until 2027-01-01T00:00:00Z}. */
    @Override
    public String toString() {
        String subject = own().getSubjectX500Principal().getName();
        return (subject.isEmpty() ? String.join(", ", names()) : subject)
                + ", valid until " + own().getNotAfter().toInstant();
    }
}
