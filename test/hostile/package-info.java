/**
 * What peers may do to the room that no honest peer does.
 *
 * <p>Each attack is made over real sockets against a room in a process of its own that has little memory
 * ({@link hostile.Arena}). Two members ({@link hostile.Bystanders}) go on chatting meanwhile: each text must come to
 * both, in one order, soon. When the attack is over, the process has as many descriptors and as much memory as before,
 * and nothing to do. With the system property {@code hostile.figures} set to true, what each attack took is printed.
 *
 * <p>Read {@link hostile.WatchedRoom}, {@link hostile.Bystanders}, {@link hostile.Way}, {@link hostile.Arena}, then the
 * attacks.
 */
package hostile;
