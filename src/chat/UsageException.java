package chat;

/** The command line asks for something that isn't valid or can't be done. The message says what, in one line. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
