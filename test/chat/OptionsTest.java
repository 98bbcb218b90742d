package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import http.Scheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    private static final String SITE =
            "--origin takes a site as https://example.org, without a path, or null, or *; not ";
    private static final String TRACE = "--trace takes a room as tea or /rooms/tea (/ for the room at /), or the number"
            + " of a member, as 3; not ";
    private static final String NAME = "--allow-host takes a name as chat.example.org, without a port, not ";

    private static final String PROXY = "--max-per-address can't count with --trust-proxy: all connections are the"
            + " proxy's, which may limit its clients";
    private static final String NO_PASSWORD = "--tls needs the password of the key store: --tls-password-file FILE,"
            + " or the environment variable CHAT_TLS_PASSWORD";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --prot 80                       | there is no flag "--prot"
            8080                            | there is no flag "8080"
            ''                              | there is no flag ""
            --port                          | --port lacks its N
            --host                          | --host lacks its ADDRESS
            --port http                     | --port takes a number from 0 to 65535, not http
            --port=65536                    | --port takes a number from 0 to 65535, not 65536
            --port -1                       | --port takes a number from 0 to 65535, not -1
            --port=                         | --port takes a number from 0 to 65535, not
            --loops 0                       | --loops takes a number from 1 to 1024, not 0
            --echo=yes                      | --echo takes no value
            --max-message 0                 | --max-message takes bytes from 1 to 16M, not 0
            --max-message 17M               | --max-message takes bytes from 1 to 16M, not 17M
            --max-message 1G                | --max-message takes bytes from 1 to 16M, not 1G
            --max-head 1023                 | --max-head takes bytes from 1K to 16M, not 1023
            --max-lag 99999999999999999M    | --max-lag takes bytes from 1 to 1024M, not 99999999999999999M
            --max-lag 64K | --max-lag must be larger than --max-message, or one message could drop everyone
            --request-timeout 0             | --request-timeout takes seconds from 0.001 to 86400, not 0
            --ping-after NaN                | --ping-after takes seconds from 0.001 to 86400, not NaN
            --pong-timeout -1               | --pong-timeout takes seconds from 0.001 to 86400, not -1
            --close-timeout 86401           | --close-timeout takes seconds from 0.001 to 86400, not 86401
            --origin example.org            | site example.org
            --origin http://example.org/x   | site http://example.org/x
            --allow-host http://example.org | name http://example.org
            --allow-host example.org:80     | name example.org:80
            --trace=a/b                     | trace a/b
            --trace=/wire                   | trace /wire
            --trace 3                       | there is no flag "3"
            --tls a --tls-cert b | the key is either in --tls or in --tls-cert and --tls-key, not in both
            --tls a --tls-key b  | the key is either in --tls or in --tls-cert and --tls-key, not in both
            --tls-cert b         | --tls-cert and --tls-key need each other; one of them is missing
            --tls-key b          | --tls-cert and --tls-key need each other; one of them is missing
            --tls-password-file c           | --tls-password-file has the password of --tls, which is missing
            --tls a              | NO PASSWORD
            --trust-proxy --max-per-address 9 | PROXY
            """)
    void aWrongFlagOrValueIsSaidInOneLine(String flags, String message) {
        var fault = assertThrows(UsageException.class, () -> Options.parse(flags.split(" ", -1)));
        assertEquals(message.replaceFirst("^site ", SITE).replaceFirst("^name ", NAME)
                .replaceFirst("^trace ", TRACE).replaceFirst("^NO PASSWORD$", NO_PASSWORD)
                .replaceFirst("^PROXY$", PROXY), fault.getMessage().strip());
    }

    @Test
    void aValueFollowsItsFlagOrAnEqualsSign() throws Exception {
        Options options = Options.parse(
                "--port=80", "--host", "0.0.0.0", "--page", "a=b.html", "--echo", "--close-timeout", "0.25");
        assertEquals(80, options.port());
        assertEquals("0.0.0.0", options.host());
        assertEquals(Path.of("a=b.html"), options.page());
        assertTrue(options.echo());
        assertEquals(250, options.patience().close());
    }

    @Test
    void withoutFlagsTheDefaultsHold() throws Exception {
        Options options = Options.parse();
        assertEquals("127.0.0.1", options.host());
        assertEquals(9502, options.port());
        assertNull(options.page());
        assertFalse(options.echo());
        assertEquals(64 << 10, options.roomLimits().maxMessage());
        assertEquals(Set.of(), options.originPolicy().origins());
    }

    @Test
    void withTlsTheServersOwnPagesAreHttps() throws Exception {
        assertEquals(Scheme.HTTP, Options.parse().originPolicy().scheme());
        assertNull(Options.parse().keyFiles());
        Options pem = Options.parse("--tls-cert", "a", "--tls-key", "b");
        assertEquals(Scheme.HTTPS, pem.originPolicy().scheme());
        assertEquals(List.of(Path.of("a"), Path.of("b")), pem.keyFiles().files());
        Options store = Options.parse("--tls", "a", "--tls-password-file", "b");
        assertEquals(Scheme.HTTPS, store.originPolicy().scheme());
        assertEquals(List.of(Path.of("a"), Path.of("b")), store.keyFiles().files());
    }

    @Test
    void aTraceIsOfAllOrOfARoomOrOfANumber() throws Exception {
        assertNull(Options.parse().trace());
        assertTrue(Options.parse("--trace").trace().isAll());
        assertEquals(new TraceScope("tea", 0), Options.parse("--trace", "--trace=tea").trace());
        assertEquals(new TraceScope("caf\u00e9", 0), Options.parse("--trace=/rooms/cafe\u0301").trace());
        assertEquals(new TraceScope("", 0), Options.parse("--trace=/").trace());
        assertEquals(new TraceScope("3", 0), Options.parse("--trace=/rooms/3").trace());
        assertEquals(new TraceScope(null, 3), Options.parse("--trace=3").knownAs(Set.of()).trace());
        assertEquals(List.of("all connections", "the room /", "the room /rooms/tea", "connection 3"),
                List.of("" + TraceScope.parse(""), "" + TraceScope.parse("/"), "" + TraceScope.parse("tea"),
                        "" + TraceScope.parse("3")));
    }

    @Test
    void onLoopbackThereAreNoLimitsForStrangersUnlessTheyAreGiven() throws Exception {
        for (String host : List.of("127.0.0.1", "127.9.9.9", "::1", "localhost")) {
            assertEquals(0, Options.parse("--host", host).maxPerAddress());
            assertNull(Options.parse("--host", host).roomLimits().rate());
            assertEquals(9, Options.parse("--host", host, "--max-per-address", "9").maxPerAddress());
            assertEquals(8, Options.parse("--host", host, "--max-rate", "8").roomLimits().rate().perSecond());
            assertEquals(100, Options.parse("--host", host, "--trust-proxy").roomLimits().rate().perSecond(),
                    "strangers come through the proxy");
        }
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
            assertEquals(256, Options.parse("--host", host).maxPerAddress());
            assertEquals(100, Options.parse("--host", host).roomLimits().rate().perSecond());
            assertEquals(0, Options.parse("--host", host, "--max-per-address", "0").maxPerAddress());
            assertEquals(0, Options.parse("--host", host, "--trust-proxy").maxPerAddress());
            assertNull(Options.parse("--host", host, "--max-rate", "0").roomLimits().rate());
        }
    }

    @Test
    void bytesMayEndInKOrM() throws Exception {
        assertEquals(100 << 10, Options.parse("--max-message", "100K").roomLimits().maxMessage());
        assertEquals(2 << 20, Options.parse("--max-lag", "2M").roomLimits().maxLag());
        assertEquals(70_000, Options.parse("--max-message", "70000").roomLimits().maxMessage());
    }

    @Test
    void ofAFlagGivenTwiceTheLastCountsAndOriginsAndNamesAreCollected() throws Exception {
        Options options = Options.parse("--port", "1", "--port", "2",
                "--origin", "null", "--origin", "HTTPS://Example.org",
                "--allow-host", "a.example", "--allow-host", "B.example");
        assertEquals(2, options.port());
        assertEquals(Set.of("null", "https://example.org"), options.originPolicy().origins());
        assertEquals(Set.of("127.0.0.1", "a.example", "b.example"), options.hostPolicy().names());
        assertEquals(Set.of("127.0.0.1", "a.example", "b.example", "c"),
                options.knownAs(Set.of("c")).hostPolicy().names());
    }

    @Test
    void helpListsEveryFlagWithItsDefault() {
        String help = Options.help();
        assertTrue(Options.flags().containsAll(Set.of("--host", "--help")));
        for (String flag : Options.flags()) {
            assertEquals(1, lines(help, "  " + flag + "[ \\[].*"), flag + " in\n" + help);
        }
        assertEquals(1, lines(help, "  --max-message BYTES .* \\(64K\\)"), help);
        assertEquals(1, lines(help, "  --ping-after SECONDS .* \\(30\\)"), help);
    }

    private static long lines(String help, String pattern) {
        return help.lines().filter(line -> line.matches(pattern)).count();
    }
}
