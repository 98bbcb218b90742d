package http;

/**
 * How large the head of a request may be. The defaults and their reasons:
 *
 * @param maxHead   bytes of the whole head, with the empty line that ends it; 32 KiB: enough for a browser's
 *                  cookies
 * @param maxTarget bytes of the request target; 8 KiB: RFC 9112 §3 recommends "request-line lengths of 8000 octets" at
 *                  a minimum. It limits the query too, which is a part of the target
 * @param maxFields number of field lines; 100: browsers send about 15
 */
public record HeadLimits(int maxHead, int maxTarget, int maxFields) {
    public static final HeadLimits DEFAULT = new HeadLimits(32 << 10, 8 << 10, 100);
}
