package wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * The key and the certificates of the server, as they are in their files now. A thread looks at the files every few
 * seconds. When they have changed, new connections get the new ones. Those that can't be used are refused, and what
 * was used before stays. Safe from any thread.
 */
public final class TlsKeys implements AutoCloseable {
    private static final int LOOK_SECONDS = 5;
    /** Before a certificate expires. A short-lived one expires soon when a tenth of its time is left. */
    private static final Duration SOON = Duration.ofDays(7);

    /** What shows that a file has changed. Links are followed. Null stands for a file that isn't there. */
    private record Stamp(FileTime modified, long size, Object id) {}

    private final KeyFiles files;
    private final Consumer<String> log;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile SSLContext context;

    private Identity identity;
    private List<Stamp> used;
    private List<Stamp> refused;
    private String told;
    private String toldOfExpiry;

    /**
     * Reads the files; {@link #watch} looks whether they change.
     *
     * @param log gets a line for each change, and for what should be otherwise
     * @throws BadKeyException if they can't be used
     */
    public TlsKeys(KeyFiles files, Consumer<String> log) throws BadKeyException {
        this.files = files;
        this.log = log;
        used = stamps();
        use(files.read());
        warn();
    }

    /** For the handshake of a new connection. */
    public SSLContext context() {
        return context;
    }

    /** The names that the certificate is for, in lower case. */
    public synchronized Set<String> names() {
        return identity.names();
    }

    /** From now on the files may change. */
    public void watch() {
        Thread thread = new Thread(this::run, "TLS keys");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            // it ends
        }
    }

    /**
     * Reads the files if they have changed. Files that belong together are rarely written at the same moment. So what
     * can't be used is looked at once more before it is logged, and is tried again at each look.
     */
    synchronized void look() {
        tellOfExpiry();
        List<Stamp> now = stamps();
        if (now.equals(used)) {
            return;
        }
        try {
            Identity before = identity;
            Identity read = files.read();
            if (read.hasExpired() && !before.hasExpired()) {
                throw new BadKeyException("the certificate has expired: " + read);
            }
            use(read);
            used = now;
            told = null;
            if (!identity.chain().equals(before.chain())) {
                log.accept("TLS: new connections get the renewed certificate of " + identity);
                warn();
            }
        } catch (BadKeyException | RuntimeException e) {
            String why = e instanceof BadKeyException ? e.getMessage() : e.toString();
            if (now.equals(refused) && !why.equals(told)) {
                told = why;
                log.accept("TLS: what was renewed can't be used, and what was used before stays: " + told);
            }
            refused = now;
        }
    }

    private void use(Identity read) {
        context = read.context();
        identity = read;
    }

    /** A line when the certificate expires soon, and another one when it has expired. */
    private void tellOfExpiry() {
        Instant now = Instant.now();
        Instant begins = identity.own().getNotBefore().toInstant();
        Instant ends = identity.own().getNotAfter().toInstant();
        Duration tenth = Duration.between(begins, ends).dividedBy(10);
        Instant soon = ends.minus(tenth.compareTo(SOON) < 0 ? tenth : SOON);
        String what = identity.hasExpired() ? "the certificate has expired, so clients refuse it: "
                : now.isAfter(soon) ? "the certificate expires soon and has not been renewed: "
                : now.isBefore(begins) ? "the certificate is not valid before " + begins + ", by this machine's clock: "
                : null;
        if (what != null && !what.equals(toldOfExpiry)) {
            log.accept("TLS: " + what + identity);
        }
        toldOfExpiry = what;
    }

    private void warn() {
        toldOfExpiry = null;
        tellOfExpiry();
        if (identity.extra() > 0) {
            log.accept("TLS: " + identity.extra() + " of the certificates are not sent, as they didn't issue the"
                    + " server's certificate: " + identity);
        }
        for (Path secret : files.secrets()) {
            if (isReadableByOthers(secret)) {
                log.accept("TLS: every user of this machine can read " + secret + "; chmod o= " + secret
                        + " ends that");
            }
        }
    }

    private static boolean isReadableByOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // such a system has other rules
        }
    }

    private List<Stamp> stamps() {
        List<Stamp> stamps = new ArrayList<>();
        for (Path file : files.files()) {
            try {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.add(new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
            } catch (IOException e) {
                stamps.add(null);
            }
        }
        return stamps;
    }

    /** The files aren't looked at any more. */
    @Override
    public void close() {
        closed.countDown();
    }
}
