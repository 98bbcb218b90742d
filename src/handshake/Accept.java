package handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * How the value of {@code Sec-WebSocket-Accept} is computed from that of {@code Sec-WebSocket-Key} (§4.2.2 item 5.4):
 * it shows that the server has read the request, and that it speaks this protocol.
 *
 * @param key as it was sent
 */
public record Accept(String key) {
    /** §1.3: "unlikely to be used by network endpoints that do not understand the WebSocket Protocol". */
    public static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** The SHA-1 of the key followed by the GUID: 20 bytes. */
    public byte[] sha1() {
        try {
            return MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** That in base64. */
    public String value() {
        return Base64.getEncoder().encodeToString(sha1());
    }
}
