package conformance.sections;

import static conformance.wire.Bytes.latin1;
import static conformance.wire.Frame.ping;

import conformance.suite.Client;
import conformance.wire.Answer;
import conformance.wire.Bytes;
import conformance.wire.Frame;
import java.util.List;

/** RFC 9112 §6: what a request says of its content, by Transfer-Encoding and Content-Length. */
final class HttpContent extends HttpGroup {
    /**
     * RFC 9112 §6.3 has 400 where chunked isn't the last coding, and 411 for content without Content-Length; §6.1 has
     * 501 for a coding that isn't understood.
     */
    private static final int[] UNKNOWN_LENGTH = {400, 411, 501};
    private static final String INVALID = "an invalid request gets an HTTP error and no 101";
    private static final String BODY = "body";

    @Override
    protected void write() {
        section("9112-6.1", "Transfer-Encoding");
        transferCodings();
        section("9112-6.2", "Content-Length");
        must("get-root", "GET /", "an answer with Transfer-Encoding has no Content-Length").covers("9112-6.2-1")
                .run(c -> {
                    c.request(c.plain("GET", "/"));
                    c.saw("answered with " + c.expectNoUpgrade()); // the client looks at the fields
                });
        section("9112-6.3", "Message body length");
        contentLengths();
    }

    private void transferCodings() {
        must("own-101", "a handshake", "the 101 has no Transfer-Encoding").covers("9112-6.1-1").run(c -> {
            c.open();
            c.expectQuiet();
        });
        for (String target : List.of("/", "*")) {
            must("options-" + (target.equals("/") ? "root" : "asterisk"), "OPTIONS " + target,
                    "if the response is a 204, it has no content, no Transfer-Encoding and no Content-Length")
                    .covers("9112-6.1-1", "9110-8.6-1").run(c -> {
                c.pipeline(c.plain("OPTIONS", target), c.plain("GET", "/").with("Connection", "close"));
                Answer answer = c.expectNoUpgrade(); // the client looks at the fields
                c.answerUnlessEnd("9112-9.3-2"); // content of a 204 would stand before it
                c.saw("answered with " + answer);
            });
        }
        must("get-in-http-1-0", "GET / in HTTP/1.0", "the answer has no Transfer-Encoding: HTTP/1.0 knows none")
                .covers("9112-6.1-8").run(c -> {
            c.request(c.plain("GET", "/").version("HTTP/1.0"));
            Answer answer = c.answerUnlessEnd();
            c.check(answer == null || !answer.has("Transfer-Encoding"), "no Transfer-Encoding", answer
                    + " with Transfer-Encoding");
            c.saw(answer == null ? "the end of TCP" : "answered with " + answer);
        });
        must("chunks-in-handshake", "a handshake with content in chunks",
                "refused, or the content is read before the frames")
                .covers("9112-6.3-3", "9112-6.1-2").run(c -> {
                    byte[] body = unseenPing(c);
                    byte[] chunks = Bytes.concat(latin1(Integer.toHexString(body.length) + "\r\n"), body,
                            latin1("\r\n0\r\n\r\n"));
                    c.request(c.handshake().with("Transfer-Encoding", "chunked").followedBy(chunks));
                    refusedOrFramesWork(c);
                });
        must("empty-chunks-in-handshake", "a handshake with content in chunks that is empty",
                "refused, or the content is read before the frames")
                .covers("9112-6.3-3", "9112-6.1-2").run(c -> {
                    c.request(c.handshake().with("Transfer-Encoding", "chunked").followedBy(latin1("0\r\n\r\n")));
                    refusedOrFramesWork(c);
                });
        must("chunks-in-upper-case", "a handshake with content in CHUNKED",
                "refused, or the content is read before the frames: codings are compared without case (RFC 9112 §7)")
                .covers("9112-6.3-3", "9112-6.1-2").run(c -> {
                    byte[] body = unseenPing(c);
                    byte[] chunks = Bytes.concat(latin1(Integer.toHexString(body.length) + "\r\n"), body,
                            latin1("\r\n0\r\n\r\n"));
                    c.request(c.handshake().with("Transfer-Encoding", "CHUNKED").followedBy(chunks));
                    refusedOrFramesWork(c);
                });
        must("handshake-with-length-and-coding", "a handshake with Content-Length: 0 and Transfer-Encoding: chunked",
                "the connection ends after the answer")
                .covers("9112-6.1-4").run(c -> {
                    c.request(c.handshake().with("Content-Length", "0").with("Transfer-Encoding", "chunked")
                            .followedBy(latin1("0\r\n\r\n")));
                    ended(c, c.answerUnlessEnd());
                });
        for (String coding : List.of("foo", "xchunked", "chunkedx", "foo, chunked")) {
            should("coding-" + Slug.of(coding), "Transfer-Encoding: " + coding, "an unknown coding gets 501, or 400")
                    .covers("9112-6.1-3").run(c -> {
                boolean chunked = coding.endsWith(", chunked"); // else nobody knows where content would end
                c.request(c.plain("GET", "/").with("Transfer-Encoding", coding)
                        .followedBy(latin1(chunked ? "0\r\n\r\n" : "")));
                c.expectRefused();
            });
        }
        must("with-content-length", "Content-Length and Transfer-Encoding together",
                "whatever the answer, the connection ends after it")
                .covers("9112-6.1-4").run(c -> {
                    c.request(c.plain("GET", "/").with("Content-Length", "5").with("Transfer-Encoding", "chunked")
                            .followedBy(latin1("0\r\n\r\n")));
                    ended(c, c.answerUnlessEnd());
                });
        must("chunks-in-http-1-0", "POST / in HTTP/1.0 with Connection: keep-alive and content in chunks",
                "HTTP/1.0 has no transfer codings: whatever the answer, the connection ends after it")
                .covers("9112-6.1-7").run(c -> {
                    c.request(c.plain("POST", "/").version("HTTP/1.0").with("Connection", "keep-alive")
                            .with("Transfer-Encoding", "chunked").followedBy(latin1("5\r\nhello\r\n0\r\n\r\n")));
                    ended(c, c.answerUnlessEnd());
                });
    }

    /** A Ping that the client doesn't count as sent: content that looks like a frame. */
    private static byte[] unseenPing(Client c) {
        return Frame.ping(BODY).encode(c.random()).bytes();
    }

    /** RFC 9110 §7.8 "A server MAY ignore a received Upgrade header field": another response will do as well. */
    private static void refusedOrFramesWork(Client c) {
        Answer answer = c.answerUnlessEnd();
        if (answer == null || answer.status() != 101) {
            c.saw(answer == null ? "the end of TCP" : "answered with " + answer);
            return;
        }
        c.accept(answer);
        c.send(ping("first frame"));
        c.expectPong("first frame");
        c.expectQuietAndNoPong(Bytes.utf8(BODY));
    }

    private void contentLengths() {
        for (String coding : List.of("chunked, gzip", "gzip", "identity")) {
            must("coding-" + Slug.of(coding), "Transfer-Encoding: " + coding,
                    "without chunked at the end nobody knows the length: 400, 411 or 501, and the end of TCP")
                    .covers("9112-6.3-1").run(c -> {
                        c.request(c.plain("GET", "/").with("Transfer-Encoding", coding));
                        Answer answer = c.expectHttp(UNKNOWN_LENGTH);
                        ended(c, answer);
                    });
        }
        for (String length : List.of("-1", "+5", "1e1", "5, 6", "0x5", "5 5", "five", "5;", "5.0", "")) {
            must("get-length-" + Slug.of(length), "an ordinary GET with Content-Length: " + length,
                    "a bad length gets 400 and the end of the connection")
                    .covers("9112-6.3-2").run(c -> {
                        c.request(c.plain("GET", "/").with("Content-Length", length));
                        ended(c, c.expectHttp(400));
                    });
            must("handshake-length-" + Slug.of(length), "a handshake with Content-Length: " + length, INVALID)
                    .covers("9112-6.3-2").run(c -> {
                c.request(c.handshake().with("Content-Length", length));
                c.expectRefused();
            });
        }
        // RFC 9110 §8.6 "Any Content-Length field value greater than or equal to zero is valid": it may be refused, or
        // awaited
        info("length-of-20-digits", "an ordinary GET with Content-Length: 99999999999999999999",
                "a valid length, of content that never comes")
                .covers("9112-6.3-2").run(c -> {
                    c.request(c.plain("GET", "/").with("Content-Length", "99999999999999999999"));
                    c.saw(c.awaitBytes() ? "answered" : "no answer");
                });
        for (String length : List.of("4294967301", "18446744073709551621")) {
            must("length-" + length, "POST with Content-Length: " + length + " and 5 bytes, then a GET", NO_SUCCESSOR)
                    .covers("9110-8.6-4").run(c -> expectNoSuccessor(c, c.plain("POST", "/")
                            .with("Content-Length", length).followedBy(latin1("hello"))));
        }
        must("two-lengths", "two lines, Content-Length: 5 and Content-Length: 6",
                "different lengths get 400 and the end of the connection")
                .covers("9112-6.3-2").run(c -> {
                    c.request(c.plain("GET", "/").with("Content-Length", "5").with("Content-Length", "6"));
                    ended(c, c.expectHttp(400));
                });
        must("codings-in-two-lines", "two lines, Transfer-Encoding: chunked and Transfer-Encoding: gzip",
                "without chunked at the end nobody knows the length: 400, 411 or 501, and the end of TCP")
                .covers("9112-6.3-1").run(c -> {
                    c.request(c.plain("GET", "/").with("Transfer-Encoding", "chunked").with("Transfer-Encoding", "gzip")
                            .followedBy(latin1("0\r\n\r\n")));
                    ended(c, c.expectHttp(UNKNOWN_LENGTH));
                });
        // RFC 9112 §6.3 lets equal lengths be one; whatever they are, the content is no frame
        must("equal-lengths-like-a-frame",
                "a handshake with the same Content-Length twice, and content that looks like a frame",
                "refused, or the content is read before the frames")
                .covers("9112-6.3-3").run(c -> {
                    byte[] body = unseenPing(c);
                    String length = Integer.toString(body.length);
                    c.request(c.handshake().with("Content-Length", length).with("Content-Length", length)
                            .followedBy(body));
                    refusedOrFramesWork(c);
                });
        must("list-of-lengths-like-a-frame",
                "a handshake with the same length twice in one Content-Length, and content that looks like a frame",
                "refused, or the content is read before the frames")
                .covers("9112-6.3-3").run(c -> {
                    byte[] body = unseenPing(c);
                    c.request(c.handshake().with("Content-Length", body.length + ", " + body.length).followedBy(body));
                    refusedOrFramesWork(c);
                });
        for (boolean first : new boolean[] {true, false}) {
            must(first ? "length-0-then-other" : "length-0-behind-other", "a handshake with Content-Length: 0 "
                    + (first ? "before" : "behind") + " Content-Length: 5",
                    "different lengths get 400 and the end of the connection")
                    .covers("9112-6.3-2").run(c -> {
                        c.request(c.handshake().with("Content-Length", first ? "0" : "5").with("Content-Length", first
                                ? "5" : "0").followedBy(latin1("hello")));
                        c.expectRefused();
                    });
        }
        must("content-like-a-frame", "a handshake with content that looks like a frame",
                "refused, or the content is read before the frames")
                .covers("9112-6.3-3").run(c -> {
                    byte[] body = unseenPing(c);
                    c.request(c.handshake().with("Content-Length", Integer.toString(body.length)).followedBy(body));
                    refusedOrFramesWork(c);
                });
        must("length-0", "a handshake with Content-Length: 0", "there is no content: a 101, or refused")
                .covers("9112-6.3-3").run(c -> {
            c.request(c.handshake().with("Content-Length", "0"));
            refusedOrFramesWork(c);
        });
    }
}
