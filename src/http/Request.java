package http;

/**
 * The head of a request. There is no content: {@link RequestReader} refuses requests that have some.
 *
 * @param method       GET or HEAD: the reader refuses all others
 * @param path         decoded from percent-encoded UTF-8; begins with "/"
 * @param query        decoded too; empty if there is none
 * @param authority    of the absolute form, else of Host (RFC 9112 §3.2.2); null only for HTTP/1.0 without Host
 * @param minorVersion the x of HTTP/1.x
 * @param head         as it arrived, up to and including the empty line; each character is one byte
 */
public record Request(String method, String path, Query query, Authority authority, int minorVersion, Fields fields,
                      String head) {

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** RFC 9112 §9.3: whether another request may follow on the same connection. */
    public boolean keepsAlive() {
        return minorVersion >= 1 && !fields.listHas("Connection", "close");
    }
}
