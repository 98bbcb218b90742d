package mirror;

/** Whose bytes they are. */
public enum Sender { CLIENT, SERVER }
