package http;

/**
 * A request that is not served, and why. It is thrown where the fault is found, and becomes the response in one place,
 * in {@code connection}.
 */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Response response;

    /**
     * @param section  the rule that the request breaks, with its RFC, as "RFC 9112 §3.2"
     * @param sentence what is wrong, for the person who reads the response
     */
    public Refusal(Status status, String section, String sentence) {
        this(status + ": " + sentence + " (" + section + ")",
                Response.text(status, status + "\n\n" + sentence + " (" + section + ")"));
    }

    private Refusal(String message, Response response) {
        super(message, null, false, false); // no stack trace: it is slow, and a peer can cause many
        this.response = response;
    }

    /** The same refusal with one more field in its response. */
    public Refusal with(String name, String value) {
        return new Refusal(getMessage(), response.with(name, value));
    }

    public Response response() {
        return response;
    }
}
