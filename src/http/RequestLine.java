package http;

import java.util.Set;

/**
 * The first line of a request (RFC 9112 §3).
 *
 * @param method       GET or HEAD
 * @param minorVersion the x of HTTP/1.x
 */
record RequestLine(String method, Target target, int minorVersion) {
    private static final Set<String> METHODS_NOT_ALLOWED =
            Set.of("POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    /** RFC 9112 §3: {@code request-line = method SP request-target SP HTTP-version}. */
    static RequestLine parse(String line) throws Refusal {
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        if (second < 0 || line.indexOf(' ', second + 1) >= 0) {
            throw bad("RFC 9112 §3", "a request line is a method, a target and a version, with one space between");
        }
        String method = line.substring(0, first);
        if (!Grammar.isToken(method)) {
            throw bad("RFC 9112 §3.1", "the method is not a token");
        }
        int minorVersion = minorVersion(line.substring(second + 1));
        checkIsServed(method);
        return new RequestLine(method, Target.parse(line.substring(first + 1, second)), minorVersion);
    }

    /** RFC 9112 §2.3: {@code HTTP-version = HTTP-name "/" DIGIT "." DIGIT}. */
    private static int minorVersion(String version) throws Refusal {
        if (version.length() != 8 || !version.startsWith("HTTP/") || version.charAt(6) != '.'
                || !Grammar.isDigit(version.charAt(5)) || !Grammar.isDigit(version.charAt(7))) {
            throw bad("RFC 9112 §2.3", "the request line doesn't end in a version such as HTTP/1.1");
        }
        if (version.charAt(5) != '1') {
            throw new Refusal(Status.VERSION_NOT_SUPPORTED, "RFC 9110 §15.6.6", "this server speaks HTTP/1.1");
        }
        return version.charAt(7) - '0';
    }

    /** RFC 9110 §9.1: "The method token is case-sensitive". */
    private static void checkIsServed(String method) throws Refusal {
        if (METHODS_NOT_ALLOWED.contains(method)) {
            // RFC 9110 §10.2.1 "MUST generate an Allow header field in a 405"
            throw new Refusal(Status.METHOD_NOT_ALLOWED, "RFC 9110 §15.5.6", method + " is not served here")
                    .with("Allow", "GET, HEAD");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new Refusal(Status.NOT_IMPLEMENTED, "RFC 9110 §9.1", "unknown method " + method);
        }
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    private static Refusal bad(String section, String sentence) {
        return new Refusal(Status.BAD_REQUEST, section, sentence);
    }
}
