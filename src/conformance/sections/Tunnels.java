package conformance.sections;

import static conformance.wire.Frame.close;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Bytes;
import conformance.wire.Raw;
import conformance.wire.Tls;
import conformance.wire.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** RFC 6455 §10.6 and what it takes from TLS. Skipped where the address is no wss:// one. */
final class Tunnels extends Group {
    private static final int HANDSHAKE = 0x16;
    private static final int APPLICATION_DATA = 0x17;
    private static final int SERVER_HELLO = 2;
    /** RFC 8446 §5.2: no record is longer than 2^14 + 256; RFC 5246 §6.2.3 had 2^14 + 2048. */
    private static final int TOO_LONG = (1 << 14) + 2048 + 1;
    /** How long is waited for what need not come. */
    private static final long SHORT = 500;

    @Override
    protected void write() {
        section("10.6", "TLS");
        tunnel();
        section("6066-3", "TLS: server name");
        names();
        section("7301-3.2", "TLS: ALPN");
        protocols();
        section("8446-5.1", "TLS: records");
        records();
        section("8996-4", "TLS: old versions");
        oldVersions();
        section("9112-9.8", "TLS: closing");
        closing();
    }

    private void tunnel() {
        must("all-through-tls", "through TLS: a handshake, a text, a Ping, a Close",
                "TLS is supported, and all that follows its handshake goes through the tunnel")
                .covers("10.6-1", "4.2.2-3").needs(Need.TLS)
                .run(c -> {
                    c.open(); // TLS takes nothing that is no record: a byte outside of the tunnel would end it
                    Masking.framesOfAllKinds(c);
                });
        for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
            info(Slug.of(version), "through TLS, with " + version + " alone offered: a text, a Ping, a Close",
                    "which versions a server takes is its own affair")
                    .covers("10.6-1").needs(Need.TLS)
                    .run(c -> {
                        if (refused(c, Tls.version(version)) == null) {
                            c.open();
                            Masking.framesOfAllKinds(c);
                            c.saw("taken");
                        }
                    });
        }
        must("plain-to-tls-port", "to the TLS port, without TLS: a handshake",
                "where TLS is spoken, nothing else begins a connection: no 101 in the clear")
                .covers("4.2.2-2").needs(Need.TLS)
                .run(c -> {
                    Raw plain = raw(c, true);
                    plain.send(c.handshake().bytes());
                    int status = plain.status(c.patience());
                    c.check(status != 101, "an alert, or an end", "HTTP 101");
                    c.check(status != 0 || plain.awaitEnd(c.patience()) != null, "the end of TCP", "TCP is still open");
                    c.saw(status == 0 ? "no HTTP response" : "HTTP " + status);
                });
        should("close-notify", "through TLS: a Close",
                "the TLS session is closed cleanly, by close_notify before TCP ends")
                .covers("7.1.1-2").needs(Need.TLS)
                .run(c -> {
                    c.open();
                    c.send(close(1000));
                    c.expectAnyClose();
                    expectCloseNotify(c);
                });
    }

    /** How the server refuses this offer; null if it accepts, and then the connection is there. */
    private static String refused(Client c, Tls offer) {
        try {
            c.connect(offer);
            return null;
        } catch (IOException e) {
            c.saw("refused: " + e.getMessage());
            return e.getMessage();
        }
    }

    private static Raw raw(Client c, boolean inPlain) {
        try {
            return inPlain ? c.rawInPlain() : c.raw();
        } catch (IOException e) {
            c.check(false, "a connection", e.getMessage());
            return null;
        }
    }

    private static void expectCloseNotify(Client c) {
        Event event = c.next();
        boolean end = event instanceof Event.End;
        c.check(end, "the end of TCP", event);
        c.check(((Event.End) event).how() != Transport.End.TRUNCATED, "close_notify, then the end of TCP",
                "the end of TCP without close_notify");
        c.saw(((Event.End) event).how() == Transport.End.EOF ? "close_notify" : "TCP was reset");
    }

    private void names() {
        info("unknown-name", "a TLS handshake for the server name nobody.invalid",
                "an unknown name may be refused by an alert, or ignored")
                .covers("6066-3-1").needs(Need.TLS)
                .run(c -> {
                    if (refused(c, Tls.serverName("nobody.invalid")) == null) {
                        c.open();
                        c.expectQuiet();
                        c.saw("ignored");
                    }
                });
    }

    private void protocols() {
        must("unknown-protocol", "a TLS handshake with ALPN for a protocol that nobody speaks",
                "without a common protocol: no_application_protocol, or ALPN is ignored")
                .covers("7301-3.2-1").needs(Need.TLS)
                .run(c -> {
                    if (refused(c, Tls.protocols("nobody-speaks-this")) == null) {
                        c.check(c.tlsProtocol().isEmpty(), "an alert, or no ALPN in the answer",
                                "the server chose nobody-speaks-this");
                        c.open();
                        c.expectQuiet();
                        c.saw("ignored");
                    }
                });
        must("http-1-1", "a TLS handshake with ALPN for http/1.1", "a WebSocket is opened in HTTP/1.1")
                .covers("7301-3.2-1").needs(Need.TLS)
                .run(c -> {
                    String refusal = refused(c, Tls.protocols("http/1.1"));
                    c.check(refusal == null, "http/1.1, or no ALPN in the answer", refusal);
                    String chosen = c.tlsProtocol();
                    c.open();
                    Masking.framesOfAllKinds(c);
                    c.saw(chosen.isEmpty() ? "ignored" : "chosen");
                });
        info("h2", "a TLS handshake with ALPN for h2 alone", "who doesn't speak it refuses, or ignores ALPN")
                .covers("7301-3.2-1").needs(Need.TLS)
                .run(c -> {
                    if (refused(c, Tls.protocols("h2")) == null) {
                        c.saw(c.tlsProtocol().isEmpty() ? "ignored" : "chosen: it speaks HTTP/2");
                    }
                });
    }

    private void records() {
        // more than the record that it may be taken for
        byte[] plainText = Bytes.utf8("GET / HTTP/1.1\r\nHost: here\r\n\r\n".repeat(1_000));
        byte[] longRecord = new byte[5 + TOO_LONG];
        longRecord[0] = APPLICATION_DATA;
        longRecord[1] = 3;
        longRecord[2] = 3;
        longRecord[3] = (byte) (TOO_LONG >> 8);
        longRecord[4] = (byte) TOO_LONG;
        broken("plain-text", "plain text after the TLS handshake", plainText);
        broken("long-record", "a TLS record of " + TOO_LONG + " bytes", longRecord);
    }

    private void broken(String name, String sent, byte[] bytes) {
        must(name, sent, "the connection ends; others are not affected")
                .covers("8446-5.1-1").needs(Need.TLS)
                .run(c -> {
                    c.open();
                    Raw broken = raw(c, false);
                    broken.sendBelowTls(bytes);
                    c.check(broken.awaitEnd(c.patience()) != null, "an alert and the end of TCP", "TCP is still open");
                    c.expectQuiet();
                });
    }

    private void oldVersions() {
        for (int minor : new int[] {1, 2}) {
            must("tls-1-" + (minor - 1), "a TLS handshake that offers TLS 1." + (minor - 1) + " at most",
                    "TLS 1.0 and 1.1 are not negotiated")
                    .covers(minor == 1 ? "8996-4-1" : "8996-5-1").needs(Need.TLS)
                    .run(c -> {
                        Raw plain = raw(c, true);
                        c.remark("a ClientHello for TLS 1." + (minor - 1) + " is sent");
                        plain.send(hello(minor, c));
                        byte[] answer = plain.await(11, SHORT);
                        boolean agrees = answer.length >= 6 && answer[0] == HANDSHAKE && answer[5] == SERVER_HELLO;
                        c.check(!agrees, "an alert, or the end of TCP", "a ServerHello: " + Bytes.shortHex(answer));
                        c.saw(answer.length == 0 ? "no answer" : answer[0] == 0x15 ? "an alert" : "other bytes");
                    });
        }
    }

    /** Written by hand: the JDK refuses to speak so. */
    private static byte[] hello(int minor, Client c) {
        byte[] random = new byte[32];
        c.random().nextBytes(random);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {3, (byte) minor});
        body.writeBytes(random);
        body.write(0); // no session
        // ECDHE and RSA with AES-CBC, as all old clients have them; last, that renegotiation is secure
        body.writeBytes(Bytes.hex("000e c009 c00a c013 c014 002f 0035 00ff".replace(" ", "")));
        body.writeBytes(Bytes.hex("0100")); // no compression
        // supported_groups: P-256, P-384; ec_point_formats: uncompressed
        body.writeBytes(Bytes.hex("0010 000a 0006 0004 0017 0018 000b 0002 0100".replace(" ", "")));
        int length = body.size();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {HANDSHAKE, 3, (byte) minor, (byte) (length + 4 >> 8), (byte) (length + 4)});
        all.writeBytes(new byte[] {1, 0, (byte) (length >> 8), (byte) length});
        all.writeBytes(body.toByteArray());
        return all.toByteArray();
    }

    private void closing() {
        must("connection-close", "through TLS: an ordinary request with Connection: close",
                "before it closes the connection, a server begins an exchange of closure alerts")
                .covers("9112-9.8-1").needs(Need.TLS)
                .run(c -> {
                    c.request(c.handshake().without("Upgrade").without("Sec-WebSocket-Key")
                            .without("Sec-WebSocket-Version").changing("Connection", "close"));
                    c.answerUnlessEnd(); // however it ends, with an answer or without
                    Event event = c.next();
                    if (!(event instanceof Event.End)) {
                        c.skip("the server leaves the connection open: " + event);
                    }
                    c.check(((Event.End) event).how() != Transport.End.TRUNCATED, "close_notify, then the end of TCP",
                            "the end of TCP without close_notify");
                    c.saw(((Event.End) event).how() == Transport.End.EOF ? "close_notify" : "TCP was reset");
                });
    }
}
