/**
 * The benchmark: how many texts a second a broadcast server delivers, how soon, and at what price; and whether it
 * delivers them all.
 *
 * <p>Three processes, so that nobody's work is counted as another's:
 *
 * <pre>
 *   Main ── starts, one after the other, asks, prints
 *    ├── the server, or Floor: the least that a JVM can do for the same job      on one core
 *    └── Load: all members and senders, one thread, measures and verifies        on another
 * </pre>
 *
 * <p>Read {@link bench.Main}, {@link bench.Load}, {@link bench.Member}, {@link bench.Verification}; then {@link
 * bench.Floor}. {@link bench.Idle} measures connections that do nothing, {@link bench.Micro} the two loops that touch
 * every byte. Everything needs the JDK only, and nothing of the server's code but in {@code Micro}.
 */
package bench;
