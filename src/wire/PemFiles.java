package wire;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/**
 * PEM files, as a certificate authority's client writes them.
 *
 * @param chain the server's certificate and those of its issuers
 * @param key   in PKCS #8, not encrypted; may be the same file
 */
public record PemFiles(Path chain, Path key) implements KeyFiles {
    @Override
    public List<Path> files() {
        return List.of(chain, key);
    }

    @Override
    public List<Path> secrets() {
        return List.of(key);
    }

    @Override
    public Identity read() throws BadKeyException {
        return Identity.of(privateKey(), certificates(), key + " and " + chain);
    }

    private List<X509Certificate> certificates() throws BadKeyException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem block : Pem.read(chain)) {
            if (block.label().equals("CERTIFICATE")) {
                try {
                    certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.bytes())));
                } catch (CertificateException | RuntimeException e) {
                    throw new BadKeyException(chain + ": its certificate " + (certificates.size() + 1)
                            + " can't be read (" + e.getMessage() + ")");
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new BadKeyException(chain + " has no certificate: there is no -----BEGIN CERTIFICATE----- in it");
        }
        return certificates;
    }

    private PrivateKey privateKey() throws BadKeyException {
        List<Pem> keys = Pem.read(key).stream().filter(block -> block.label().endsWith("PRIVATE KEY")).toList();
        if (keys.isEmpty()) {
            throw new BadKeyException(key + " has no key: there is no -----BEGIN PRIVATE KEY----- in it");
        }
        if (keys.size() > 1) {
            throw new BadKeyException(key + " has " + keys.size() + " keys; leave the certificate's own in it");
        }
        String label = keys.get(0).label();
        if (!label.equals("PRIVATE KEY")) {
            throw new BadKeyException(key + " has a key in another form (" + label + "); this makes one that can be"
                    + " read: openssl pkey -in " + key + " -out new-key.pem");
        }
        var encoded = new PKCS8EncodedKeySpec(keys.get(0).bytes());
        for (String algorithm : Identity.ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException | RuntimeException e) {
                // it may be of the next one
            }
        }
        throw new BadKeyException(key + " is damaged, or its key is not one of " + Identity.ALGORITHMS_IN_WORDS);
    }
}
