package support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and a certificate for it, made anew by each test that needs one: none that is kept could run out. The JDK can
 * make keys but no certificates, so their bytes (DER) are put together here.
 */
public record Certificate(KeyPair keys, X509Certificate own) {
    private static final String ECDSA_WITH_SHA256 = "300a06082a8648ce3d040302";
    private static final String RSA_WITH_SHA256 = "300d06092a864886f70d01010b0500";
    private static final String COMMON_NAME = "0603550403";
    private static final String SUBJECT_ALTERNATIVE_NAME = "0603551d11";
    private static final String MAY_ISSUE = "300f0603551d130101ff040530030101ff";
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int UTF8_STRING = 0x0c;
    private static final int OCTET_STRING = 0x04;
    private static final int BIT_STRING = 0x03;
    private static final int INTEGER = 0x02;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /** Of its own; for 127.0.0.1, localhost and this name. */
    public static Certificate selfSigned(KeyPair keys, String name) {
        return make(keys, name, null, Instant.now().minus(1, ChronoUnit.DAYS), 30);
    }

    /** The same, with P-256. */
    public static Certificate selfSigned(String name) {
        return selfSigned(ec("secp256r1"), name);
    }

    /** @param issuer null for itself */
    public static Certificate make(KeyPair keys, String name, Certificate issuer, Instant from, int days) {
        try {
            boolean ec = (issuer == null ? keys : issuer.keys).getPrivate().getAlgorithm().equals("EC");
            byte[] algorithm = hex(ec ? ECDSA_WITH_SHA256 : RSA_WITH_SHA256);
            byte[] subject = subject(name);
            byte[] content = der(SEQUENCE,
                    der(VERSION, hex("020102")),
                    der(INTEGER, new BigInteger(64, new SecureRandom()).toByteArray()),
                    algorithm,
                    issuer == null ? subject : issuer.own.getSubjectX500Principal().getEncoded(),
                    der(SEQUENCE, time(from), time(from.plus(days, ChronoUnit.DAYS))),
                    subject,
                    keys.getPublic().getEncoded(),
                    der(EXTENSIONS, der(SEQUENCE, names(name), hex(MAY_ISSUE))));
            Signature signature = Signature.getInstance(ec ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign((issuer == null ? keys : issuer.keys).getPrivate());
            signature.update(content);
            byte[] whole = der(SEQUENCE, content, algorithm, der(BIT_STRING, new byte[1], signature.sign()));
            return new Certificate(keys, (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(whole)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It, and this key of another, which then don't belong together. */
    public Certificate withKeyOf(Certificate other) {
        return new Certificate(other.keys, own);
    }

    // Files

    public static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                + "\n-----END " + label + "-----\n";
    }

    public String certificatePem() {
        try {
            return pem("CERTIFICATE", own.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String keyPem() {
        return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    /** Writes a key store with this key and its chain, under the name {@code key}. */
    public Path store(Path file, String password, Certificate... issuers) {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = emptyStore();
            List<Certificate> chain = Stream.concat(Stream.of(this), Stream.of(issuers)).toList();
            store.setKeyEntry("key", keys.getPrivate(), password.toCharArray(),
                    chain.stream().map(Certificate::own).toArray(X509Certificate[]::new));
            store.store(out, password.toCharArray());
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    // Clients

    /** What a client needs to trust this certificate, and no other. */
    public SSLContext trustedOnly() {
        try {
            KeyStore store = emptyStore();
            store.setCertificateEntry("only", own);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // DER

    private static byte[] subject(String name) {
        return der(SEQUENCE, der(SET, der(SEQUENCE, hex(COMMON_NAME), der(UTF8_STRING, name.getBytes(UTF_8)))));
    }

    private static byte[] names(String name) {
        byte[] names = der(SEQUENCE, der(DNS_NAME, "localhost".getBytes(US_ASCII)),
                der(DNS_NAME, name.replace(' ', '-').getBytes(US_ASCII)), der(IP_ADDRESS, LOOPBACK));
        return der(SEQUENCE, hex(SUBJECT_ALTERNATIVE_NAME), der(OCTET_STRING, names));
    }

    private static byte[] time(Instant time) {
        String digits = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(time);
        return der(GENERALIZED_TIME, digits.getBytes(US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        byte[] content = Bytes.concat(parts);
        int length = content.length;
        byte[] head = length < 0x80 ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100 ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return Bytes.concat(head, content);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
