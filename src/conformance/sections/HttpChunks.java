package conformance.sections;

import static conformance.wire.Bytes.latin1;

import conformance.suite.Client;
import conformance.suite.Failure;
import conformance.suite.Level;
import conformance.suite.NotApplicable;
import conformance.wire.Answer;
import conformance.wire.Request;
import java.util.List;
import java.util.function.Function;

/** RFC 9112 §7: content in chunks. */
final class HttpChunks extends HttpGroup {
    private static final String SIMPLEST = "5\r\nhello\r\n0\r\n\r\n";

    @Override
    protected void write() {
        section("9112-7.1", "Chunked transfer coding");
        chunks();
    }

    private void chunks() {
        for (String size : List.of("FFFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFF0", "80000000", "100000005",
                "10000000000000005", "-1", "g", "5g", "+5", "0x5", "5 ", "")) {
            // RFC 9112 §7.1 "large hexadecimal numerals"; what is no numeral at all has the SHOULD of RFC 9112 §2.2
            boolean numeral = size.length() > 3;
            draft(numeral ? Level.MUST : Level.SHOULD, "size-" + Slug.of(size.replace(" ", "_blank")),
                    "POST with a chunk of the size " + size + " and 5 bytes, then a GET", NO_SUCCESSOR)
                    .covers(numeral ? "9112-7.1-1" : "9112-2.2-6")
                    .run(c -> expectNoSuccessor(c, post(c, size + "\r\nhello\r\n0\r\n\r\n")));
        }
        valid("size-in-upper-case", "POST with a chunk of the size A", "A\r\nhellohello\r\n0\r\n\r\n", "9112-7.1-2");
        valid("size-in-lower-case", "POST with a chunk of the size a", "a\r\nhellohello\r\n0\r\n\r\n", "9112-7.1-2");
        Variants<String> ends = new Variants<>();
        ends.put("size-with-lf", "LF alone behind the size of a chunk", "5\nhello\r\n0\r\n\r\n");
        ends.put("data-with-lf", "LF alone behind the bytes of a chunk", "5\r\nhello\n0\r\n\r\n");
        ends.put("data-with-letters", "two letters instead of CR LF behind the bytes of a chunk",
                "5\r\nhelloxx0\r\n\r\n");
        ends.forEach((name, what, chunks) -> should(name, "POST with " + what + ", then a GET", NO_SUCCESSOR)
                .covers("9112-2.2-6").run(c -> expectNoSuccessor(c, post(c, chunks))));
        valid("coding-in-upper-case", "POST with Transfer-Encoding: CHUNKED", "9112-6.1-2", c -> c.plain("POST", "/")
                .with("Transfer-Encoding", "CHUNKED").followedBy(latin1(SIMPLEST)));
        valid("size-with-zeros", "POST with a chunk of the size 005", "005\r\nhello\r\n000\r\n\r\n", "9112-7.1-2");
        valid("three-chunks", "POST with three chunks", "1\r\nh\r\n3\r\nell\r\n1\r\no\r\n0\r\n\r\n", "9112-7.1-2");
        valid("extension", "POST with an unknown chunk extension", "5;x=y\r\nhello\r\n0\r\n\r\n", "9112-7.1.1-1");
        valid("extension-and-trailer", "POST with unknown chunk extensions and a trailer",
                "5;x=\"y;z\";w\r\nhello\r\n0;v\r\nX-Foo: bar\r\n\r\n", "9112-7.1.1-1");
    }

    /** Content in chunks that is read as the simplest is, whatever that gets. */
    private void valid(String name, String what, String chunks, String row) {
        valid(name, what, row, c -> post(c, chunks));
    }

    private void valid(String name, String what, String row, Function<Client, Request> post) {
        must(name, what + ", then a GET",
                "two answers, or an end; and neither 400 nor 501, if the simplest chunks get none")
                .covers(row).run(c -> {
                    Answer simplest = answerToSimplestChunks(c.another());
                    if (isRefused(simplest)) {
                        c.skip("the simplest chunks get " + simplest);
                    }
                    Answer answer = answerToContent(c, post.apply(c));
                    c.check(!isRefused(answer), "neither 400 nor 501, as the simplest chunks get "
                            + (simplest == null ? "the end of TCP" : simplest), answer);
                });
    }

    private static boolean isRefused(Answer answer) {
        return answer != null && (answer.status() == 400 || answer.status() == 501);
    }

    /** Null for the end of TCP. */
    private static Answer answerToSimplestChunks(Client c) {
        try {
            return answerToContent(c, post(c, SIMPLEST));
        } catch (Failure failure) {
            throw new NotApplicable("the simplest chunks aren't read either: " + failure.getMessage());
        }
    }

    private static Answer answerToContent(Client c, Request post) {
        c.pipeline(post, c.plain("GET", "/").with("Connection", "close"));
        List<Answer> answers = atMost(c, 2);
        return answers.isEmpty() ? null : answers.get(0);
    }

    private static Request post(Client c, String chunks) {
        return c.plain("POST", "/").with("Transfer-Encoding", "chunked").followedBy(latin1(chunks));
    }
}
