package wire;

import java.nio.channels.SocketChannel;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;

/**
 * Computes for handshakes what takes too long for a loop, such as signatures: milliseconds. A few threads serve all
 * loops, first come, first served. A connection has at most one entry in the queue, so there are never more entries
 * than connections. The entry of a connection that has ended meanwhile costs nothing when its turn comes.
 */
public final class TlsTasks {
    private static final int MOST_THREADS = 4;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    public TlsTasks() {
        int count = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        threads = new ThreadPoolExecutor(count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "TLS handshakes");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs the tasks of this engine. Nobody else may use the engine until {@code done} is run.
     *
     * @param channel when it is closed nothing is run any more
     * @param done    is called on another thread; with null, or with what ended the computation
     */
    void compute(SSLEngine engine, SocketChannel channel, Consumer<Throwable> done) {
        threads.execute(() -> {
            if (channel.isOpen()) {
                done.accept(compute(engine));
            }
        });
    }

    private static Throwable compute(SSLEngine engine) {
        try {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run(); // exceptions in it are thrown by the engine's next wrap or unwrap
            }
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }
}
