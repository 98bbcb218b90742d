/**
 * Chapter 6: the selector loop. The only place with channels, threads and a clock.
 *
 * <p>Each loop is one thread that serves its connections in turns: see who is ready, read what they sent, let time pass, then write. Writing at the end
 * of a turn is what makes a room fast: however many messages came in a turn, each member gets them in one write. (The
 * article leaves all this to Swoole; here it can be read.)
 *
 * <p>Read in this order: {@link loop.Loop}, {@link loop.TurnEnd}, {@link loop.Ready}, {@link loop.Acceptor},
 * {@link loop.Socket}, {@link loop.Deadlines}, {@link loop.Descriptors}.
 * Imports {@code connection}.
 */
package loop;
