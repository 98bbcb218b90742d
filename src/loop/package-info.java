/**
 * Chapter 7: the selector loop. With the wires below it, the only place with channels, threads and a clock.
 *
 * <p>Each loop is one thread that serves its connections in turns: select the sockets that are ready, read what was
 * sent, expire deadlines, then write. Writing at the end of a turn is what makes a room fast: a member gets all
 * messages of a turn in one write. (The article leaves this part to Swoole. Here it can be read.)
 *
 * <pre>
 *   Acceptor ──▶ Loop ──▶ TcpConnection ──▶ Wire (chapter 6) ──▶ channel
 *                 │             └──▶ Connection (chapter 5)
 *                 └──▶ TurnListener: which connections are to be written?
 * </pre>
 *
 * Read in this order: {@link loop.Loop}, {@link loop.TurnListener}, {@link loop.Writer}, {@link loop.KeyHandler},
 * {@link loop.TcpConnection}, {@link loop.Served}, {@link loop.Departures}, {@link loop.Timed},
 * {@link loop.Deadlines}, {@link loop.Addresses}, {@link loop.Acceptor}, {@link loop.Descriptors}. Imports
 * {@code connection} and {@code wire}.
 */
package loop;
