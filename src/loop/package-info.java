/**
 * Chapter 6: the selector loop. The only place with channels, a thread and a clock.
 *
 * <p>One thread serves everybody, in turns: see who is ready, read what they sent, let time pass, then write. Writing at the end
 * of a turn is what makes a room fast: however many messages came in a turn, each member gets them in one write. (The
 * article leaves all this to Swoole; here it can be read.)
 *
 * <p>Read in this order: {@link loop.Loop}, {@link loop.TurnEnd}, {@link loop.Ready}, {@link loop.Acceptor},
 * {@link loop.Socket}, {@link loop.Deadlines}, {@link loop.Descriptors}.
 * Imports {@code connection}.
 */
package loop;
