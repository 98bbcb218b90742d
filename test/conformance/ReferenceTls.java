package conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * TLS below {@link ReferenceServer}, as the JDK has it. It takes the first bytes itself: some faults answer in TLS's
 * place.
 */
final class ReferenceTls {
    private static final int DRAIN_MILLIS = 2_000;
    private static final int RECORD_HEADER = 5;
    /** Of a ServerHello what says that it is one. */
    private static final byte[] SERVER_HELLO = {0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3};

    private final SSLContext context;
    private final Predicate<Fault> faults;
    private final Map<Socket, Socket> below = new ConcurrentHashMap<>();

    ReferenceTls(SSLContext context, Predicate<Fault> faults) {
        this.context = context;
        this.faults = faults;
    }

    Socket accept(Socket tcp) throws IOException {
        byte[] first = tcp.getInputStream().readNBytes(RECORD_HEADER);
        if (first.length > 0 && first[0] == 'G' && faults.test(Fault.ANSWERS_PLAIN_TEXT)) {
            tcp.getOutputStream().write("HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(ISO_8859_1));
        }
        if (first.length == RECORD_HEADER && ((first[2] == 1 && faults.test(Fault.SPEAKS_TLS_1_0))
                || (first[2] == 2 && faults.test(Fault.SPEAKS_TLS_1_1)))) {
            tcp.getOutputStream().write(SERVER_HELLO);
            tcp.getOutputStream().write(first[2]);
            tcp.getInputStream().readAllBytes();
        }
        InputStream consumed = faults.test(Fault.LEAVES_BROKEN_TUNNEL_OPEN) ? new Deaf(first, tcp.getInputStream())
                : new ByteArrayInputStream(first);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, consumed, true);
        below.put(tls, tcp);
        if (faults.test(Fault.CHOOSES_ANY_ALPN)) {
            tls.setHandshakeApplicationProtocolSelector((socket, offered) -> offered.get(0));
        }
        if (faults.test(Fault.REFUSES_HTTP_1_1)) {
            tls.setHandshakeApplicationProtocolSelector((socket, offered) -> null);
        }
        try {
            tls.startHandshake();
        } catch (IOException e) {
            below.remove(tls);
            throw e;
        }
        return tls;
    }

    /** What comes before the ordinary end. */
    void end(Socket tls, boolean accepted) throws IOException {
        Socket tcp = below.remove(tls);
        if (faults.test(accepted ? Fault.SENDS_NO_CLOSE_NOTIFY : Fault.REFUSES_REQUEST_WITHOUT_CLOSE_NOTIFY)) {
            tcp.shutdownOutput();
            tcp.setSoTimeout(DRAIN_MILLIS);
            tcp.getInputStream().readAllBytes(); // else a reset could overtake the end
        }
    }

    /** Shows TLS whole records only: from a broken one on it waits for the end. */
    private static final class Deaf extends InputStream {
        private final InputStream in;
        private byte[] record;
        private int at;

        Deaf(byte[] header, InputStream in) throws IOException {
            this.in = in;
            record = record(header);
        }

        private byte[] record(byte[] header) throws IOException {
            int length = header.length < RECORD_HEADER ? -1 : (header[3] & 0xFF) << 8 | header[4] & 0xFF;
            if (length < 0 || header[0] < 0x14 || header[0] > 0x17 || length > (1 << 14) + 256) {
                in.readAllBytes();
                return new byte[0];
            }
            byte[] record = Arrays.copyOf(header, RECORD_HEADER + length);
            at = 0;
            in.readNBytes(record, RECORD_HEADER, length);
            return record;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (at == record.length) {
                record = record(in.readNBytes(RECORD_HEADER));
            }
            int length = Math.min(most, record.length - at);
            System.arraycopy(record, at, into, from, length);
            at += length;
            return length == 0 ? -1 : length;
        }
    }
}
