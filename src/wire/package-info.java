/**
 * Chapter 6: what carries the bytes of one TCP connection. The plain wire is the channel itself.
 *
 * <p>Read in this order: {@link wire.Wire}, {@link wire.PlainWire}. Imports nothing of the other chapters.
 */
package wire;
