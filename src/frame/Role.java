package frame;

/** Which side of the connection this is (§5.1). A client masks all its frames, a server masks none. */
public enum Role {
    SERVER,
    CLIENT;

    /** Whether the frames that come from the other side are masked. */
    boolean readsMasked() {
        return this == SERVER;
    }
}
