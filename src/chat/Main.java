package chat;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** {@code java -cp build/main chat.Main [flags]}: starts the room, and ends it on Ctrl-C or SIGTERM. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.print(Options.help());
            return;
        }
        Server server;
        Options options;
        try {
            options = Options.parse(args);
            server = server(options);
        } catch (Options.UsageException e) {
            System.err.println(e.getMessage() + " (--help lists the flags)");
            System.exit(USAGE);
            return;
        }
        server.start();
        System.out.println("chat room at " + String.join(" ", addresses(server.address())) + " - Ctrl-C ends it");
        if (options.echo()) {
            System.out.println("echo at ws" + addresses(server.address()).get(0).substring("http".length()) + "echo");
        }
        Thread end = new Thread(() -> {
            server.close();
            System.out.println("ended; " + server.summary());
            Runtime.getRuntime().halt(0); // ending as asked is no failure, whichever signal asked
        });
        Runtime.getRuntime().addShutdownHook(end);
        server.await();
        if (!server.isEnding()) { // unasked: it broke, and has said why
            Runtime.getRuntime().halt(1);
        }
    }

    private static Server server(Options options) throws Options.UsageException {
        Page page;
        try {
            page = Page.read(options.page());
        } catch (IOException e) {
            throw new Options.UsageException("can't read the page " + options.page() + ": start from the folder it is in, or use --page");
        }
        String where = options.host() + " port " + options.port();
        try {
            return new Server(options, page, System.err);
        } catch (UnknownHostException e) {
            throw new Options.UsageException("--host " + options.host() + " is not known as an address");
        } catch (BindException e) {
            throw new Options.UsageException("can't listen on " + where + ": " + e.getMessage() + "; --port takes another one");
        } catch (IOException | RuntimeException e) {
            throw new Options.UsageException("can't listen on " + where + ": " + e.getMessage());
        }
    }

    /** What to type into a browser: for all networks, this machine's address in each. */
    private static List<String> addresses(InetSocketAddress bound) throws IOException {
        List<String> urls = new ArrayList<>();
        if (!bound.getAddress().isAnyLocalAddress()) {
            urls.add(url(bound.getAddress(), bound.getPort()));
            return urls;
        }
        urls.add("http://127.0.0.1:" + bound.getPort() + "/");
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : network.inetAddresses().toList()) {
                if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
                    urls.add(url(address, bound.getPort()));
                }
            }
        }
        return urls;
    }

    private static String url(InetAddress address, int port) {
        String host = address.getHostAddress();
        return "http://" + (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port + "/";
    }
}
