package conformance.sections;

import conformance.suite.Client;
import conformance.suite.Failure;
import conformance.suite.Group;
import conformance.wire.Answer;
import conformance.wire.Frame;
import conformance.wire.Request;
import java.util.List;
import java.util.function.UnaryOperator;

/** RFC 6455 §4.4 versions and §7.2.2: a handshake that is refused, and what follows on its connection. */
final class OpeningRefusals extends Group {
    /** A client would try no more. */
    private static final int MOST_VERSIONS = 20;
    static final String VERSION =
            "it is refused, with all versions that the server speaks in Sec-WebSocket-Version";

    @Override
    protected void write() {
        section("4.4", "Supporting multiple versions");
        versions();
        section("7.2.2", "Abort during the opening handshake");
        aborts();
    }

    // §4.4

    private void versions() {
        for (String version : List.of("25", "26", "200")) {
            must("version-" + version, "version " + version, VERSION)
                    .covers("4.4-1", "4.2.2-9").run(c -> {
                        c.request(c.handshake().changing("Sec-WebSocket-Version", version));
                        checkVersions(c.expectRefused());
                    });
        }
        must("named-versions", "version 99, then each version that the refusal names, but for 13",
                "a version that is named is one that the server is willing to use: it isn't refused with the same list")
                .covers("4.3-7", "4.2.2-9").run(c -> {
                    c.request(c.handshake().changing("Sec-WebSocket-Version", "99"));
                    List<String> named = c.expectNoUpgrade().list("Sec-WebSocket-Version").stream().distinct()
                            .filter(version -> !version.equals("13")).limit(MOST_VERSIONS).toList();
                    for (String version : named) {
                        Client other = c.another();
                        other.request(other.handshake().changing("Sec-WebSocket-Version", version));
                        Answer answer = other.answerUnlessEnd(); // a draft may need more than this handshake has
                        other.saw("version " + version + " gets " + (answer == null ? "the end of TCP" : answer));
                        boolean refused = answer != null && answer.status() >= 400
                                && answer.list("Sec-WebSocket-Version").contains(version);
                        c.check(!refused, "version " + version + ", which is named, isn't refused", answer
                                + " with Sec-WebSocket-Version: " + (refused ? answer.list("Sec-WebSocket-Version")
                                        : ""));
                    }
                });
        info("version-25-then-13", "version 25, then 13 on the same connection if it stays",
                "a client may try another version")
                .covers("4.4-2").run(c -> {
                    c.request(c.handshake().changing("Sec-WebSocket-Version", "25"));
                    c.expectRefused();
                    c.request(c.handshake());
                    Answer second = c.answerUnlessEnd();
                    if (second == null) {
                        c.saw("the connection ends with the refusal");
                    } else {
                        c.check(second.status() == 101, "HTTP 101, or the end of TCP", second);
                        c.accept(second);
                        c.expectQuiet();
                    }
                });
    }

    /** Whichever case finds it, a missing version is one fault, and told as one. */
    static void checkVersions(Answer answer) {
        List<String> versions = answer.list("Sec-WebSocket-Version");
        if (!versions.contains("13")) {
            throw Failure.of("Sec-WebSocket-Version with 13 in it",
                    answer + (answer.has("Sec-WebSocket-Version") ? " with Sec-WebSocket-Version: "
                            + String.join(", ", versions) : " without Sec-WebSocket-Version")).of("4.2.2-9");
        }
    }

    // §7.2.2

    private void aborts() {
        Variants<UnaryOperator<Request>> deviations = new Variants<>();
        deviations.put("version-99", "version 99", r -> r.changing("Sec-WebSocket-Version", "99"));
        deviations.put("no-key", "no key", r -> r.without("Sec-WebSocket-Key"));
        deviations.put("empty-key", "an empty key", r -> r.changing("Sec-WebSocket-Key", ""));
        deviations.put("no-version", "no version", r -> r.without("Sec-WebSocket-Version"));
        deviations.forEach((name, what, change) -> {
            must(name + "-then-good", "a handshake with " + what + ", then a good one on the same connection",
                    "a refused handshake ends the connection, or leaves it to HTTP")
                    .covers("7.2.2-1").run(c -> {
                        c.request(change.apply(c.handshake()));
                        c.expectNoUpgrade("4.2.1-1");
                        c.request(c.handshake());
                        Answer second = c.answerUnlessEnd();
                        if (second != null && second.status() == 101) {
                            c.accept(second);
                            c.expectQuietOrEnd();
                        }
                        c.saw(second == null ? "the connection ends" : "the connection goes on with " + second);
                    });
            // a client has to wait for the response (§4.1): one that doesn't may get none. Frames in its place would be
            // no HTTP, which is a MUST
            should(name + "-then-frames", "a handshake with " + what + ", and frames behind it",
                    "it is refused in HTTP, or TCP ends; its frames are not answered")
                    .covers("10.7-4", "7.2.2-1", "10.7-1", "4.1-14").run(c -> {
                        byte[] frames = Frame.ping("refused").encode(c.random()).bytes();
                        c.request(change.apply(c.handshake()).followedBy(frames));
                        Answer answer = c.answerUnlessEnd();
                        c.check(answer == null || answer.status() >= 400, "an HTTP error response", answer);
                        if (answer != null) {
                            c.endOutput();
                            while (c.answerUnlessEnd() != null) {
                                continue; // whatever it makes of the frames, it has to be HTTP
                            }
                        }
                        c.saw("no frames");
                    });
            should(name, "a handshake with " + what, "an HTTP status tells why it is refused")
                    .covers("10.7-4").run(c -> {
                        c.request(change.apply(c.handshake()));
                        c.expectRefused();
                    });
        });
    }
}
