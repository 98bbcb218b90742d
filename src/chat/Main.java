package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import http.Scheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import wire.BadKeyException;

/** {@code java -cp build/main chat.Main [flags]}: starts the room, and ends it on Ctrl-C or SIGTERM. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] args) throws Exception {
        List<String> flags = List.of(args);
        if (flags.contains("--help") || flags.contains("-h")) {
            System.out.print(Options.help());
            return;
        }
        if (flags.contains("--version")) {
            System.out.println("chat " + version());
            return;
        }
        QueuedOutput errors = QueuedOutput.replaceStandardError();
        Server server;
        Options options;
        try {
            options = Options.parse(args);
            server = server(options, page(options));
        } catch (UsageException e) {
            System.err.println(e.getMessage() + " (--help lists the flags)");
            errors.drain();
            System.exit(USAGE);
            return;
        }
        server.start();
        Thread end = new Thread(() -> {
            end(server);
            System.out.println("ended; " + server.summary());
            errors.drain();
            Runtime.getRuntime().halt(0); // ending on request is not a failure, whichever signal it was
        });
        Runtime.getRuntime().addShutdownHook(end);
        List<String> urls = urls(server, options.originPolicy().scheme());
        System.out.println("chat room at " + String.join(" ", urls) + " - Ctrl-C ends it");
        if (options.echo()) {
            System.out.println("echo at ws" + urls.get(0).substring("http".length()) + "echo");
        }
        if (options.trace() != null) {
            System.err.println("the trace of " + options.trace() + " begins here: --> is what a client sent, <-- what"
                    + " was sent to it. It shows what people write to each other: tell them, or turn it off");
        }
        server.await();
        if (!server.isEnding()) { // it failed, and has printed why
            errors.drain();
            Runtime.getRuntime().halt(1);
        }
    }

    /** Another signal ends it at once. */
    private static void end(Server server) {
        try {
            server.drain(() -> Signals.count() > 1);
            server.shutdown(() -> Signals.count() > 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then it ends without
        }
    }

    static String version() throws IOException {
        try (InputStream version = Main.class.getResourceAsStream("version")) {
            return version == null ? "of unknown version" : new String(version.readAllBytes(), UTF_8).strip();
        }
    }

    private static Page page(Options options) throws IOException, UsageException {
        int maxMessage = options.roomLimits().maxMessage();
        if (options.page() == null) {
            return Page.ours(maxMessage);
        }
        try {
            Page page = Page.read(options.page(), maxMessage);
            if (!page.blocked().isEmpty()) {
                System.err.println(options.page() + ": browsers will ignore " + String.join(", ", page.blocked())
                        + "; the page must contain its scripts, styles and images");
            }
            return page;
        } catch (CharacterCodingException e) {
            throw new UsageException("the page " + options.page() + " isn't in UTF-8");
        } catch (IOException e) {
            throw new UsageException("can't read the page " + options.page());
        }
    }

    private static Server server(Options options, Page page) throws UsageException {
        String where = options.host() + " port " + options.port();
        try {
            InetAddress address = InetAddress.getByName(options.host());
            Options known = address.isLoopbackAddress() ? options : options.knownAs(ownNames());
            try {
                return new Server(known, page, System.err);
            } catch (BindException e) {
                throw new UsageException("can't listen on " + where + ": " + (isOwn(address)
                        ? e.getMessage() + "; make run PORT=N (or --port N) takes another port"
                        : "this machine doesn't have that address; --host 0.0.0.0 listens on all that it has"));
            }
        } catch (BadKeyException e) {
            throw new UsageException("no TLS: " + e.getMessage());
        } catch (UnknownHostException e) {
            throw new UsageException("--host " + options.host() + " is not known as an address");
        } catch (IOException | RuntimeException e) {
            throw new UsageException("can't listen on " + where + ": " + e.getMessage());
        }
    }

    private static boolean isOwn(InetAddress address) throws IOException {
        return address.isAnyLocalAddress() || address.isLoopbackAddress()
                || NetworkInterface.getByInetAddress(address) != null;
    }

    /** This machine's names for others in its networks, with and without the domain; .local is multicast DNS. */
    private static Set<String> ownNames() {
        try {
            String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
            String label = name.replaceFirst("\\..*", "");
            return label.equals(name) ? Set.of(name, name + ".local") : Set.of(name, label);
        } catch (UnknownHostException e) {
            return Set.of();
        }
    }

    /**
     * The URLs to open in a browser. If bound to all networks: one for each name of the certificate, and one for this
     * machine's address in each network.
     */
    private static List<String> urls(Server server, Scheme scheme) throws IOException {
        InetSocketAddress bound = server.address();
        List<String> hosts = new ArrayList<>();
        if (!bound.getAddress().isAnyLocalAddress()) {
            hosts.add(host(bound.getAddress()));
        } else {
            server.certifiedNames().stream().filter(name -> !name.equals("localhost")).forEach(hosts::add);
            hosts.add("127.0.0.1");
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                for (InetAddress address : network.inetAddresses().toList()) {
                    if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
                        hosts.add(host(address));
                    }
                }
            }
        }
        return hosts.stream().map(host -> scheme.prefix() + host + ":" + bound.getPort() + "/").toList();
    }

    private static String host(InetAddress address) {
        String host = address.getHostAddress().replaceFirst("%.*", ""); // browsers don't accept a zone
        return address instanceof Inet6Address ? "[" + host + "]" : host;
    }
}
