package chat;

import connection.Patience;
import connection.RateLimit;
import handshake.OriginPolicy;
import http.Authority;
import http.HeadLimits;
import http.HostPolicy;
import http.ProxyPolicy;
import http.Scheme;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import log.Retention;
import wire.KeyFiles;
import wire.KeyStoreFile;
import wire.PemFiles;

/** The settings that the command line makes. Each flag has a line in the table, and is read in one method below. */
final class Options {
    /**
     * Others must get in, even if all of an office share this address; and with the 20,000 descriptors that are usual,
     * it takes dozens of addresses to shut out everybody.
     */
    private static final int MAX_PER_ADDRESS = 256;
    /** No human types so fast, and a page that tells of each move of a mouse sends 60. */
    private static final int MAX_RATE = 100;

    private static final Flags FLAGS = new Flags()
            .topic("Network")
            .text("--host", "ADDRESS", "address to listen on; 0.0.0.0 for all networks (127.0.0.1)")
            .count("--port", 0, 65_535, 9502, "port to listen on; 0 for any free port")
            .text("--origin", "ORIGIN", """
                    also accept pages of this site, for example https://example.org; null for pages
                    opened from disk, * for all pages; may be repeated (only the server's own pages)""")
            .text("--allow-host", "NAME", """
                    a name of this server, in addition to its addresses and localhost;
                    may be repeated (none)""")
            .toggle("--trust-proxy", """
                    believe X-Forwarded-For and X-Forwarded-Proto: everyone comes through a proxy
                    that sets them (off)""")

            .topic("TLS")
            .text("--tls", "FILE", "serve https and wss with the key in this key store, PKCS #12 (no TLS)")
            .text("--tls-password-file", "FILE", """
                    the first line in it is the key store's password; without this flag the
                    environment variable CHAT_TLS_PASSWORD is""")
            .text("--tls-cert", "FILE", """
                    instead of --tls: the server's certificate and those of its issuers, PEM""")
            .text("--tls-key", "FILE", "the key of that certificate, PEM, not encrypted (PKCS #8)")

            .topic("Service")
            .text("--page", "FILE", "HTML file to serve as the page (the built-in page)")
            .toggle("--echo", "serve /echo, for conformance tools (off)")
            .optionalText("--trace", "ROOM|NUMBER", """
                    print what connections send and get, byte by byte: all of them, those of one room
                    (tea; / for the room at /), or the one with this number. It shows everyone's text (off)""")
            .toggle("--no-deflate",
                    "never compress messages (compressed for clients that offer permessage-deflate)")
            .toggle("--metrics-open", "let others than this machine read /metrics (off)")
            .count("--loops", 1, 1024, Runtime.getRuntime().availableProcessors(),
                    "threads that serve connections; one for each processor core")

            .topic("Limits")
            .bytes("--max-message", 1, 16 << 20, RoomLimits.DEFAULT.maxMessage(), "longest chat message")
            .bytes("--max-echo-message", 1, 1 << 30, Echo.DEFAULT_MAX_MESSAGE, "longest message to /echo")
            .bytes("--max-lag", 1, 1 << 30, RoomLimits.DEFAULT.maxLag(),
                    "how far a member may be behind the room before it is disconnected")
            .bytes("--max-logs", 1 << 20, 1L << 40, RoomLimits.DEFAULT.maxLogs(),
                    "memory for history and for what slow members still need, in all rooms together")
            .count("--history", 0, 1_000_000, Retention.DEFAULT.messages(),
                    "how many messages a room keeps for those who come later; 0 for none")
            .bytes("--max-history", 16 << 10, 1 << 30, Retention.DEFAULT.bytes(), "memory of a room's history")
            .bytes("--max-buffered", 1 << 20, 1L << 40, Math.min(256 << 20, Runtime.getRuntime().maxMemory() / 2),
                    "memory for what peers have not sent completely or not read, rooms not included")
            .count("--gather", "MILLIS", 0, 1000, RoomLimits.DEFAULT.gather(),
                    "in a room where writing to all takes long: how long it rests at most between two slices of it;\n"
                            + "0 for not at all")
            .count("--max-connections", 0, Integer.MAX_VALUE, 0,
                    "connections open at once; 0 for as many as file descriptors allow")
            .count("--max-rate", 0, 1_000_000, MAX_RATE, """
                    messages a second that a member may send, averaged over ten seconds; 0 for no
                    limit, which is the default on loopback without --trust-proxy""")
            .count("--max-per-address", 0, Integer.MAX_VALUE, MAX_PER_ADDRESS, """
                    connections open at once of one address, or one /64 of IPv6; 0 for no limit, which
                    is the default of a server that listens on loopback""")
            .bytes("--max-head", 1024, 16 << 20, HeadLimits.DEFAULT.maxHead(), "longest head of a request")
            .bytes("--max-target", 256, 16 << 20, HeadLimits.DEFAULT.maxTarget(), "longest target of a request")
            .count("--max-fields", 10, 100_000, HeadLimits.DEFAULT.maxFields(), "most header fields in a request")

            .topic("Time")
            .seconds("--request-timeout", 1, Patience.DEFAULT.request(),
                    "from connecting, or from the last response, to a complete request")
            .seconds("--ping-after", 1, Patience.DEFAULT.ping(), "silence before a Ping is sent")
            .seconds("--pong-timeout", 1, Patience.DEFAULT.pong(), "from that Ping to any byte from the peer")
            .seconds("--close-timeout", 1, Patience.DEFAULT.close(),
                    "from the Close to the peer's end of the connection")

            .seconds("--drain", 0, 0, """
                    on Ctrl-C or SIGTERM: over which time connections are closed, one after the
                    other; meanwhile newcomers get a 503""")

            .topic("About")
            .toggle("--version", "print the version")
            .toggle("--help", "print this; -h too");

    /** Bytes that {@code from<name>:}, the line feed and the frame's header can add to a message. */
    private static final int MAX_EXTRA = 256;

    /** The environment variable; a flag could be seen by all users of the machine. */
    private static final String PASSWORD = "CHAT_TLS_PASSWORD";

    private final Flags.Values values;
    private final Path page;
    private final TraceScope trace;
    private final KeyFiles keyFiles;
    private final HostPolicy hostPolicy;
    private final OriginPolicy originPolicy;

    private Options(Flags.Values values, Path page, TraceScope trace, KeyFiles keyFiles, HostPolicy hostPolicy,
            OriginPolicy originPolicy) {
        this.values = values;
        this.page = page;
        this.trace = trace;
        this.keyFiles = keyFiles;
        this.hostPolicy = hostPolicy;
        this.originPolicy = originPolicy;
    }

    static Options parse(String... args) throws UsageException {
        Flags.Values values = FLAGS.parse(args);
        if (values.number("--max-lag") < values.number("--max-message") + MAX_EXTRA) {
            throw new UsageException("--max-lag must be larger than --max-message, or one message could drop everyone");
        }
        if (values.isOn("--trust-proxy") && values.isGiven("--max-per-address")) {
            throw new UsageException("--max-per-address can't count with --trust-proxy: all connections are the"
                    + " proxy's, which may limit its clients");
        }
        Set<String> origins = new HashSet<>();
        for (String value : values.texts("--origin")) {
            origins.add(origin(value));
        }
        Set<String> names = new HashSet<>();
        for (String value : values.texts("--allow-host")) {
            names.add(name(value));
        }
        names.add(host(values).toLowerCase(Locale.ROOT)); // a server that listens on a name has that name
        KeyFiles keyFiles = keyFiles(values);
        String trace = values.text("--trace");
        return new Options(values, path("--page", values), trace == null ? null : TraceScope.parse(trace), keyFiles,
                new HostPolicy(names),
                new OriginPolicy(origins, keyFiles == null ? Scheme.HTTP : Scheme.HTTPS, proxyPolicy(values)));
    }

    private static KeyFiles keyFiles(Flags.Values values) throws UsageException {
        Path store = path("--tls", values);
        Path passwordFile = path("--tls-password-file", values);
        Path chain = path("--tls-cert", values);
        Path key = path("--tls-key", values);
        if (store != null && (chain != null || key != null)) {
            throw new UsageException("the key is either in --tls or in --tls-cert and --tls-key, not in both");
        }
        if ((chain == null) != (key == null)) {
            throw new UsageException("--tls-cert and --tls-key need each other; one of them is missing");
        }
        if (store == null && passwordFile != null) {
            throw new UsageException("--tls-password-file has the password of --tls, which is missing");
        }
        if (store == null) {
            return chain == null ? null : new PemFiles(chain, key);
        }
        if (passwordFile != null) {
            return KeyStoreFile.withPasswordFile(store, passwordFile);
        }
        String password = System.getenv(PASSWORD);
        if (password == null) {
            throw new UsageException("--tls needs the password of the key store: --tls-password-file FILE, or the"
                    + " environment variable " + PASSWORD);
        }
        return KeyStoreFile.withPassword(store, password);
    }

    private static Path path(String flag, Flags.Values values) throws UsageException {
        String value = values.text(flag);
        try {
            return value == null ? null : Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException(flag + " takes a file, not " + value);
        }
    }

    private static String origin(String value) throws UsageException {
        if (!value.equals("*") && !value.equals("null") && !value.matches("[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#\\s]+")) {
            throw new UsageException(
                    "--origin takes a site as https://example.org, without a path, or null, or *; not " + value);
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private static String name(String value) throws UsageException {
        Authority authority = Authority.parse(value);
        if (authority == null || authority.port() != -1) {
            throw new UsageException("--allow-host takes a name as chat.example.org, without a port, not " + value);
        }
        return authority.host();
    }

    private static String host(Flags.Values values) {
        String host = values.text("--host");
        return host == null ? "127.0.0.1" : host;
    }

    /** What --help prints: every flag with its unit and its default. */
    static String help() {
        return """
                A WebSocket chat room.

                  make run ARGS='[flags]'
                  java -XX:+UseSerialGC -Xmn16m -jar build/chat.jar [flags]
                  java -XX:+UseSerialGC -Xmn16m -cp build/main chat.Main [flags]
                  build/image/bin/chat [flags]

                The options of java are recommended: they save memory. make run and the image use them.

                Flags have their defaults in parentheses. BYTES may end in K or M; SECONDS may have a fraction.

                """ + FLAGS.help();
    }

    /** The names of all flags. */
    static Set<String> flags() {
        return FLAGS.names();
    }

    /** The same for a server that has these names too. */
    Options knownAs(Set<String> names) {
        Set<String> all = new HashSet<>(hostPolicy.names());
        all.addAll(names);
        return new Options(values, page, trace, keyFiles, new HostPolicy(all), originPolicy);
    }

    String host() {
        return host(values);
    }

    int port() {
        return values.count("--port");
    }

    /** Null for the page that comes with the classes. */
    Path page() {
        return page;
    }

    /** Null for a server without TLS. */
    KeyFiles keyFiles() {
        return keyFiles;
    }

    boolean echo() {
        return values.isOn("--echo");
    }

    /** Null for none. */
    TraceScope trace() {
        return trace;
    }

    boolean deflate() {
        return !values.isOn("--no-deflate");
    }

    boolean metricsOpen() {
        return values.isOn("--metrics-open");
    }

    int loops() {
        return values.count("--loops");
    }

    HostPolicy hostPolicy() {
        return hostPolicy;
    }

    OriginPolicy originPolicy() {
        return originPolicy;
    }

    /** In milliseconds. */
    long drain() {
        return values.number("--drain");
    }

    ProxyPolicy proxyPolicy() {
        return proxyPolicy(values);
    }

    private static ProxyPolicy proxyPolicy(Flags.Values values) {
        return new ProxyPolicy(values.isOn("--trust-proxy"));
    }

    int maxConnections() {
        return values.count("--max-connections");
    }

    /** 0 for no limit. Behind a proxy all connections are the proxy's. */
    int maxPerAddress() {
        return proxyPolicy().trusted() ? 0 : limit("--max-per-address");
    }

    /** A limit for strangers: a server on loopback, without a proxy in front of it, has none unless it is given. */
    private int limit(String flag) {
        boolean strangers = !isOnLoopback() || proxyPolicy().trusted();
        return strangers || values.isGiven(flag) ? values.count(flag) : 0;
    }

    private boolean isOnLoopback() {
        try {
            return InetAddress.getByName(host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // nothing will listen there
        }
    }

    int maxEchoMessage() {
        return values.count("--max-echo-message");
    }

    long maxBuffered() {
        return values.number("--max-buffered");
    }

    HeadLimits headLimits() {
        return new HeadLimits(values.count("--max-head"), values.count("--max-target"), values.count("--max-fields"));
    }

    Patience patience() {
        return new Patience(values.number("--request-timeout"), values.number("--ping-after"),
                values.number("--pong-timeout"), values.number("--close-timeout"));
    }

    RoomLimits roomLimits() {
        int rate = limit("--max-rate");
        return new RoomLimits(
                values.count("--max-message"), values.count("--max-lag"), values.number("--max-logs"),
                values.count("--gather"), rate == 0 ? null : new RateLimit(rate));
    }

    Retention retention() {
        return new Retention(values.count("--history"), values.count("--max-history"));
    }
}
