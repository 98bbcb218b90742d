package conformance.sections;

import static conformance.wire.Bytes.latin1;
import static conformance.wire.Frame.ping;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Failure;
import conformance.suite.Group;
import conformance.suite.Level;
import conformance.suite.NotApplicable;
import conformance.wire.Answer;
import conformance.wire.Bytes;
import conformance.wire.CloseCode;
import conformance.wire.Frame;
import conformance.wire.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** RFC 9112 §6 and §7 the content of requests, §9 requests after one another on one connection, and its end. */
final class HttpContent extends Group {
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
        section("9112-7.1", "Chunked transfer coding");
        chunks();
        section("9112-9.3", "Persistence");
        persistence();
        successors();
        section("9112-9.3.2", "Pipelining");
        pipelining();
        section("9112-9.6", "Tear-down");
        tearDown();
    }

    // RFC 9112 §6, §7

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
        for (String coding : List.of("foo", "xchunked", "chunkedx")) {
            should("coding-" + coding, "Transfer-Encoding: " + coding, "an unknown coding gets 501, or 400")
                    .covers("9112-6.1-3").run(c -> {
                c.request(c.plain("GET", "/").with("Transfer-Encoding", coding));
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

    /**
     * Nothing is read behind: the next thing is the end. So it is without an answer, as a server may end a connection
     * at any time (RFC 9112 §9.5).
     */
    private static void ended(Client c, Answer answer) {
        if (answer == null) {
            c.saw("no answer, but the end of TCP");
            return;
        }
        if (answer.status() == 101) {
            c.accept(answer);
            Event end = c.next();
            boolean blames = end instanceof Event.Close close && close.code() == CloseCode.PROTOCOL_ERROR;
            c.check(end instanceof Event.End || (end instanceof Event.Close && !blames),
                    "the end of the connection, and content that isn't read as frames", end);
            c.saw("accepted, then " + end);
            return;
        }
        c.request(c.plain("GET", "/")); // a server that goes on answers it, so silence needs no time-out
        Answer next = c.answerUnlessEnd();
        c.check(next == null, "the end of TCP behind " + answer, "another answer: " + next);
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
        for (String length : List.of("-1", "+5", "1e1", "5, 6", "0x5", "5 5", "five", "5;", "5.0")) {
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

    private void chunks() {
        for (String size : List.of("FFFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFF0", "80000000", "100000005",
                "10000000000000005", "-1", "g", "5g", "+5", "0x5", "")) {
            // RFC 9112 §7.1 "large hexadecimal numerals"; what is no numeral at all has the SHOULD of RFC 9112 §2.2
            boolean numeral = size.length() > 3;
            draft(numeral ? Level.MUST : Level.SHOULD, "size-" + Slug.of(size), "POST with a chunk of the size " + size
                    + " and 5 bytes, then a GET",
                    "the GET isn't found behind the 5 bytes: an answer to POST, an error, or the end of the connection")
                    .covers(numeral ? "9112-7.1-1" : "9112-2.2-6").run(c -> {
                        c.pipeline(post(c, size + "\r\nhello\r\n0\r\n\r\n"), c.plain("GET", "/"));
                        c.endOutput();
                        Answer first = c.answerUnlessEnd();
                        Answer second = first == null ? null : c.answerUnlessEnd();
                        c.check(second == null || second.status() >= 400, "an error, or the end of TCP, behind "
                                + first, second);
                        c.saw(first == null ? "the end of TCP" : "answered with " + first);
                    });
        }
        valid("size-in-upper-case", "POST with a chunk of the size A", "A\r\nhellohello\r\n0\r\n\r\n", "9112-7.1-2");
        valid("size-in-lower-case", "POST with a chunk of the size a", "a\r\nhellohello\r\n0\r\n\r\n", "9112-7.1-2");
        valid("size-with-zeros", "POST with a chunk of the size 005", "005\r\nhello\r\n000\r\n\r\n", "9112-7.1-2");
        valid("three-chunks", "POST with three chunks", "1\r\nh\r\n3\r\nell\r\n1\r\no\r\n0\r\n\r\n", "9112-7.1-2");
        valid("extension", "POST with an unknown chunk extension", "5;x=y\r\nhello\r\n0\r\n\r\n", "9112-7.1.1-1");
        valid("extension-and-trailer", "POST with unknown chunk extensions and a trailer",
                "5;x=\"y;z\";w\r\nhello\r\n0;v\r\nX-Foo: bar\r\n\r\n", "9112-7.1.1-1");
    }

    /** Content in chunks that is read as the simplest is, whatever that gets. */
    private void valid(String name, String what, String chunks, String row) {
        must(name, what + ", then a GET", "two answers, or an end; and no 400, if the simplest chunks get none")
                .covers(row).run(c -> {
                    Answer simplest = answerToSimplestChunks(c.another());
                    if (simplest != null && simplest.status() == 400) {
                        c.skip("the simplest chunks get " + simplest);
                    }
                    Answer answer = answerToChunks(c, chunks);
                    c.check(answer == null || answer.status() != 400, "no 400, as the simplest chunks get "
                            + (simplest == null ? "the end of TCP" : simplest), answer);
                });
    }

    /** Null for the end of TCP. */
    private static Answer answerToSimplestChunks(Client c) {
        try {
            return answerToChunks(c, "5\r\nhello\r\n0\r\n\r\n");
        } catch (Failure failure) {
            throw new NotApplicable("the simplest chunks aren't read either: " + failure.getMessage());
        }
    }

    private static Answer answerToChunks(Client c, String chunks) {
        c.pipeline(post(c, chunks), c.plain("GET", "/").with("Connection", "close"));
        List<Answer> answers = atMost(c, 2);
        return answers.isEmpty() ? null : answers.get(0);
    }

    private static Request post(Client c, String chunks) {
        return c.plain("POST", "/").with("Transfer-Encoding", "chunked").followedBy(latin1(chunks));
    }

    /** So many answers, or fewer and the end; no 101 among them. */
    private static List<Answer> atMost(Client c, int most) {
        return atMost(c, most, null);
    }

    /** @param ifSilent what a server breaks that neither answers nor ends; null for what the case is about */
    private static List<Answer> atMost(Client c, int most, String ifSilent) {
        List<Answer> answers = new ArrayList<>();
        for (Answer answer = c.answerUnlessEnd(ifSilent); answer != null; answer = c.answerUnlessEnd(ifSilent)) {
            c.check(answer.status() != 101, "no upgrade", answer);
            if (answer.status() >= 200) {
                answers.add(answer);
            }
            c.check(answers.size() <= most, most + " answers at most", answers);
        }
        c.saw(answers.toString());
        return answers;
    }

    // RFC 9112 §9

    private void persistence() {
        info("http-1-0", "GET / HTTP/1.0 without keep-alive", "the connection ends after the answer")
                .covers("9112-9.3-1").run(c -> {
            c.request(c.plain("GET", "/").version("HTTP/1.0"));
            ended(c, c.answerUnlessEnd());
        });
        should("two-gets", "GET / twice on one connection",
                "a connection persists, or Connection: close says that it doesn't")
                .covers("9112-9.3-2").run(c -> {
                    c.request(c.plain("GET", "/"));
                    announcedIfEnded(c, c.expectNoUpgrade());
                });
        must("content-of-post", "POST with a handshake as its content, then a GET",
                "content is read, or the connection ends; it is never the next request")
                .covers("9112-9.3-3").run(c -> {
                    byte[] body = c.handshake().bytes();
                    Request post = c.plain("POST", "/").with("Content-Length", Integer.toString(body.length))
                            .followedBy(body);
                    c.pipeline(post, c.plain("GET", "/").with("Connection", "close"));
                    atMost(c, 2);
                });
        must("content-of-get", "GET with a handshake as its content, then a GET",
                "content is read, or the connection ends; it is never the next request")
                .covers("9112-9.3-3").run(c -> {
                    byte[] body = c.handshake().bytes();
                    Request get = c.plain("GET", "/").with("Content-Length", Integer.toString(body.length))
                            .followedBy(body);
                    c.pipeline(get, c.plain("GET", "/").with("Connection", "close"));
                    atMost(c, 2);
                });
    }

    /**
     * What belongs to one request is of no meaning for the next. Where a connection ends after an answer, these prove
     * nothing.
     */
    private void successors() {
        must("content-of-brew", "BREW with a handshake as its content, then a GET",
                "content is read, or the connection ends; it is never the next request")
                .covers("9112-9.3-3").run(c -> {
                    byte[] body = c.handshake().bytes();
                    Request brew = c.plain("BREW", "/").with("Content-Length", Integer.toString(body.length))
                            .followedBy(body);
                    c.pipeline(brew, c.plain("GET", "/").with("Connection", "close"));
                    atMost(c, 2);
                });
        must("without-host-behind-get", "GET /, then a handshake without Host on the same connection",
                "each request has fields of its own: 400, or the connection has ended")
                .covers("9112-3.2-3").run(c -> {
                    Answer answer = answerBehindGet(c, c.plain("GET", "/"), c.handshake().without("Host"));
                    c.check(answer == null || answer.status() == 400, "HTTP 400", answer);
                });
        must("subprotocol-of-the-first", "GET / with subprotocols, then a handshake without on the same connection",
                "each request has fields of its own: no subprotocol, or the connection has ended")
                .covers("4.2.2-13").run(c -> {
                    Answer answer = answerBehindGet(c, c.plain("GET", "/").subprotocols("chat"), c.handshake());
                    if (answer != null && answer.status() == 101) {
                        c.accept(answer); // the client looks at what was chosen
                        c.saw("accepted");
                    }
                });
        should("get-and-half-handshake", "GET / and half of a handshake in one write, then the other half",
                "a request is read however it is cut: its answer comes, or the connection has ended")
                .covers("9112-9.3-2").run(c -> {
                    Request handshake = c.handshake();
                    byte[] bytes = handshake.bytes();
                    c.request(c.plain("GET", "/").followedBy(Arrays.copyOf(bytes, bytes.length / 2)));
                    c.expectNoUpgrade();
                    c.beginRequest(handshake, 0);
                    c.sendBytes(Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length));
                    Answer second = c.answerUnlessEnd();
                    if (second != null && second.status() == 101) {
                        c.accept(second);
                        c.expectQuiet();
                    }
                    boolean lost = second != null && second.status() == 400;
                    c.check(!lost, "an answer to the handshake", second);
                    c.saw(second == null ? "the connection ends" : "the handshake gets " + second);
                });
    }

    /** The answer to the second of two requests; null if the connection ends before. */
    private static Answer answerBehindGet(Client c, Request get, Request second) {
        c.request(get);
        c.expectNoUpgrade();
        c.request(second);
        Answer answer = c.answerUnlessEnd();
        c.saw(answer == null ? "the connection ends" : "then " + answer);
        return answer;
    }

    private void pipelining() {
        must("three-gets", "GET / three times in one write", "one answer to each request, in their order")
                .covers("9112-9.3.2-1").run(c -> {
                    c.pipeline(c.plain("GET", "/"), c.plain("GET", "/"), c.plain("GET", "/")
                            .with("Connection", "close"));
                    atMost(c, 3, "9112-9.3-2");
                });
        must("two-gets-and-handshake", "GET /, GET /no-such-path-6455 and a handshake, in one write",
                "answers come in the order of the requests, and frames after the 101")
                .covers("9112-9.3.2-1").run(c -> {
                    List<String> resources = List.of("/", "/no-such-path-6455");
                    List<Integer> alone = new ArrayList<>();
                    for (String resource : resources) {
                        Client other = c.another();
                        other.request(other.plain("GET", resource));
                        alone.add(other.expectNoUpgrade().status());
                    }
                    c.pipeline(c.plain("GET", resources.get(0)), c.plain("GET", resources.get(1)), c.handshake());
                    for (int status : alone) {
                        Answer answer = c.answerUnlessEnd();
                        if (answer == null) {
                            c.saw("the connection ends early");
                            return;
                        }
                        c.check(answer.status() == status, "HTTP " + status, answer);
                    }
                    Answer last = c.answerUnlessEnd();
                    if (last == null) {
                        c.saw("the connection ends early");
                        return;
                    }
                    if (last.status() == 101) {
                        c.accept(last);
                        c.expectQuiet();
                    }
                    // RFC 9110 §7.8 "A server MAY ignore a received Upgrade header field"
                    c.saw("the handshake gets " + last);
                });
        info("get-handshake-ping", "GET /, a handshake and a Ping, in one write",
                "answers come in the order of the requests, and frames after the 101")
                .covers("9112-9.3.2-1").run(c -> {
                    c.pipeline(c.plain("GET", "/"), c.handshake().followedBy(c.bytesOf(ping("behind"))));
                    Answer first = c.answerUnlessEnd();
                    c.check(first == null || first.status() != 101, "an ordinary answer, then HTTP 101", first);
                    Answer second = first == null ? null : c.answerUnlessEnd();
                    if (second == null) {
                        c.saw("the connection ends early");
                        return;
                    }
                    if (second.status() != 101) {
                        c.saw("the handshake gets " + second);
                        return;
                    }
                    c.accept(second);
                    c.expectPong("behind");
                    c.expectQuiet();
                });
    }

    private static void announcedIfEnded(Client c, Answer answer) {
        c.request(c.plain("GET", "/"));
        boolean ended = c.answerUnlessEnd() == null;
        c.check(!ended || answer.listHas("Connection", "close") || answer.head().startsWith("HTTP/1.0"),
                "Connection: close, as the connection ends", answer + " without it");
        c.saw(ended ? "it closes, and says so" : "it persists");
    }

    private void tearDown() {
        Variants<UnaryOperator<Request>> errors = new Variants<>();
        errors.put("without-key", "without a key", r -> r.without("Sec-WebSocket-Key"));
        errors.put("version-99", "with version 99", r -> r.changing("Sec-WebSocket-Version", "99"));
        errors.put("without-host", "without Host", r -> r.without("Host"));
        errors.put("bad-line", "with a line that is none", r -> r.withLine("NoColonHere"));
        errors.forEach((name, what, change) -> should(name, "a handshake " + what,
                "an answer that ends the connection says Connection: close")
                .covers("9112-9.6-1").run(c -> {
                    c.request(change.apply(c.handshake()));
                    Answer answer = c.answerUnlessEnd();
                    if (answer == null || answer.status() == 101) {
                        c.skip(answer == null ? "no answer, but the end of TCP" : "it is accepted"); // other cases tell
                    }
                    announcedIfEnded(c, answer);
                }));
        must("close", "GET / with Connection: close", "the connection ends after the answer").covers("9112-9.6-2")
                .run(c -> {
            c.request(c.plain("GET", "/").with("Connection", "close"));
            ended(c, c.answerUnlessEnd());
        });
        must("close-in-the-second", "GET /, then GET / with Connection: close",
                "the connection ends after the second answer").covers("9112-9.6-2").run(c -> {
            Answer second = answerBehindGet(c, c.plain("GET", "/"), c.plain("GET", "/").with("Connection", "close"));
            if (second != null) {
                ended(c, second);
            }
        });
        must("close-with-more-behind", "GET / with Connection: close, and GET / behind it in the same write",
                "what comes behind close is not answered").covers("9112-9.6-3").run(c -> {
            c.pipeline(c.plain("GET", "/").with("Connection", "close"), c.plain("GET", "/"));
            Answer first = c.answerUnlessEnd("9112-9.6-2");
            Answer second = first == null ? null : c.answerUnlessEnd("9112-9.6-2");
            c.check(second == null, "the end of TCP behind " + first, "another answer: " + second);
            c.saw(first == null ? "the end of TCP" : "one answer: " + first);
        });
        must("close-in-a-list", "GET / with Connection: foo, CLOSE", "the connection ends after the answer")
                .covers("9112-9.6-2").run(c -> {
            c.request(c.plain("GET", "/").with("Connection", "foo, CLOSE"));
            ended(c, c.answerUnlessEnd());
        });
    }
}
