package frame;

/**
 * The peer broke a rule: the reason to <em>fail the connection</em> (§7.1.7). It is thrown where the fault is found,
 * and caught in one place, in {@code connection}. Our own mistakes are {@link IllegalStateException}s.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1;

    private final int closeCode;

    /**
     * @param closeCode of {@link CloseCode}
     * @param section   the section of the rule, as "§5.2", or "RFC 7692 §6.1" if it isn't in RFC 6455
     * @param sentence  what is wrong; with the section it becomes the reason in the Close frame
     */
    public ProtocolException(int closeCode, String section, String sentence) {
        super(section + " " + sentence, null, false, false); // no stack trace: it is slow, and a peer can cause many
        this.closeCode = closeCode;
    }

    public int closeCode() {
        return closeCode;
    }
}
