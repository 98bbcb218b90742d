package conformance.sections;

import conformance.suite.Client;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Answer;
import conformance.wire.Bytes;
import conformance.wire.Request;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** RFC 9110: what fields of a request mean, as far as a handshake meets them, and those of an answer. */
final class HttpFields extends Group {
    private static final String VALID = "this is a valid handshake";
    private static final String NO_UPGRADE = "any answer but a 101";

    /** RFC 9110 and 9112 define these with a single value. */
    private static final List<String> SINGLE = List.of("Date", "Server", "Content-Type", "Content-Location", "Location",
            "ETag", "Last-Modified", "Retry-After");

    private static final Pattern IMF_FIXDATE = Pattern.compile("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} "
            + "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT");

    @Override
    protected void write() {
        section("9110-5.1", "Field names");
        accepted("mixed-case", "names in mixed case", r -> r.changingLine("Upgrade", "uPGRADE: websocket")
                .changingLine("Sec-WebSocket-Key", "sEc-wEbSoCkEt-kEy: AAECAwQFBgcICQoLDA0ODw==")
                .changingLine("Connection", "CONNection: Upgrade"), "9110-5.1-1");
        section("9110-5.3", "Field order and lists");
        order();
        section("9110-5.4", "Field limits");
        limits();
        section("9110-5.5", "Field values");
        values();
        should("obs-text", "bytes from 0x80 to 0xFF in the value of an unknown field", VALID).covers("9110-5.5-3")
                .run(c -> {
            c.open(c.handshake().with("X-Foo", "\u0080\u00ff\u00c0\u00af"));
            c.expectQuiet();
        });
        section("9110-5.6.1", "Lists");
        lists();
        section("9110-5.6.4", "Quoted strings");
        for (String value : List.of("\"1\\0\"", "\"\\1\\0\"")) {
            must("bits-" + Slug.of(value), "permessage-deflate; server_max_window_bits=" + value,
                    "an escape in quotes stands for its character: agreed as 10, or declined")
                    .covers("9110-5.6.4-1").run(c -> {
                        Answer quoted = OtherHandshake.answer(c, "permessage-deflate; server_max_window_bits=\"10\"");
                        if (quoted.status() != 101) {
                            c.skip("the server refuses quotes without an escape too: " + quoted);
                        }
                        var acceptance = c.open(c.handshake().offering("permessage-deflate; server_max_window_bits="
                                + value));
                        c.expectQuiet();
                        String bits = acceptance.deflate() == null ? null : acceptance.deflate()
                                .value("server_max_window_bits");
                        c.check(acceptance.deflate() == null || "10".equals(bits) || "9".equals(bits)
                                || "8".equals(bits), "10 or less, or no agreement", bits == null
                                ? "no server_max_window_bits" : bits);
                    });
        }
        section("9110-5.6.7", "Date/time formats");
        dateFormats();
        section("9110-6.6.1", "Date");
        dates();
        section("9110-7.6.1", "Connection");
        accepted("upper-case", "Connection: UPGRADE", r -> r.changing("Connection", "UPGRADE"), "9110-7.6.1-1");
        accepted("mixed-case", "Connection: uPgRaDe", r -> r.changing("Connection", "uPgRaDe"), "9110-7.6.1-1");
    }

    private void order() {
        for (int missing : new int[] {2, 1}) {
            must("last-" + missing + "-bytes-later", "a handshake without its last " + missing + (missing == 1 ? " byte"
                    : " bytes") + ", and those later", "nothing is acted on before all fields are there")
                    .covers("9110-5.3-1").run(c -> {
                        Request request = c.handshake();
                        byte[] bytes = request.bytes();
                        c.beginRequest(request, bytes.length - missing);
                        c.expectNothingYet();
                        c.sendBytes(Arrays.copyOfRange(bytes, bytes.length - missing, bytes.length));
                        c.expectAcceptance();
                        c.expectQuiet();
                    });
        }
        must("last-field-later", "a handshake without its last field, and that later",
                "nothing is acted on before all fields are there")
                .covers("9110-5.3-1").run(c -> {
                    Request request = c.handshake();
                    byte[] bytes = request.bytes();
                    int at = request.head().lastIndexOf("\r\n", request.head().length() - 5) + 2;
                    c.beginRequest(request, at);
                    c.expectNothingYet();
                    c.sendBytes(Arrays.copyOfRange(bytes, at, bytes.length));
                    c.expectAcceptance();
                    c.expectQuiet();
                });
        Variants<UnaryOperator<Request>> requests = new Variants<>();
        requests.put("get-root", "a GET of /", HttpFields::asGetOfRoot);
        requests.put("without-key", "a handshake without a key", r -> r.without("Sec-WebSocket-Key"));
        requests.put("without-host", "a handshake without Host", r -> r.without("Host"));
        requests.forEach((name, what, change) -> must("single-fields-" + name, what,
                "an answer has each field but once, if it is no list: " + String.join(", ", SINGLE))
                .covers("9110-5.3-3").run(c -> {
            c.request(change.apply(c.handshake()));
            Answer answer = c.expectAnyAnswer();
            for (String field : SINGLE) {
                c.check(answer.values(field).size() < 2, "one " + field, answer + " with " + field + ": "
                        + String.join(" and ", answer.values(field)));
            }
            c.saw("answered with " + answer);
        }));
        accepted("two-lines-upgrade-last", "Connection: keep-alive and Connection: Upgrade in two lines", r ->
                r.changing("Connection", "keep-alive").with("Connection", "Upgrade"), "9110-5.3-2");
        accepted("two-lines-upgrade-first", "Connection: Upgrade and Connection: keep-alive in two lines", r ->
                r.with("Connection", "keep-alive"), "9110-5.3-2");
    }

    private void limits() {
        String requirement = "fields that are too many or too large get a 4xx; or they are accepted";
        Variants<UnaryOperator<Request>> large = new Variants<>();
        large.put("field-of-64-kb", "a field of 64 KB", r -> r.with("X-Large", "x".repeat(64 << 10)));
        large.put("name-of-20-kb", "a field name of 20 KB", r -> r.with("X".repeat(20 << 10), "x"));
        large.put("10000-fields", "10000 fields", r -> {
            StringBuilder many = new StringBuilder("X-0: 0");
            for (int i = 1; i < 10_000; i++) {
                many.append("\r\nX-").append(i).append(": ").append(i);
            }
            return r.withLine(many.toString());
        });
        large.forEach((name, what, change) -> must(name, what, requirement).covers("9110-5.4-1")
                .run(c -> largeHead(c, change)));
        must("field-of-1-mb", "a field of 1 MB", requirement).covers("9110-5.4-1").needs(Need.VOLUME)
                .run(c -> largeHead(c, r -> r.with("X-Large", "x".repeat(1 << 20))));
    }

    private static void largeHead(Client c, UnaryOperator<Request> change) {
        c.request(change.apply(c.handshake()));
        Answer answer = c.answerUnlessReset();
        if (answer != null && answer.status() == 101) {
            c.accept(answer);
            c.expectQuiet();
        }
        c.check(answer == null || answer.status() == 101 || (answer.status() >= 400 && answer.status() < 500),
                "a 4xx, or 101", answer);
        c.saw(answer == null ? "reset" : "answered with " + answer);
    }

    private void values() {
        Variants<String> blanks = new Variants<>();
        blanks.put("before", "Upgrade: websocket", " websocket");
        blanks.put("behind", "Upgrade:websocket and a blank", "websocket ");
        blanks.put("tabs", "Upgrade:(tab)websocket(tab)", "\twebsocket\t");
        blanks.forEach((name, what, value) -> accepted("blanks-" + name, what, r -> r.changingLine("Upgrade", "Upgrade:"
                + value), "9110-5.5-1"));
        for (String value : List.of("a\0b", "\0", "a\u0001b", "a\u007fb")) {
            must("value-" + Slug.of(value), "X-Foo: " + Bytes.quoted(Bytes.latin1(value)),
                    "a control character is refused, or does no harm")
                    .covers("9110-5.5-2").run(c -> {
                        c.request(c.handshake().with("X-Foo", value));
                        c.expectUpgradeOrRefusal();
                    });
        }
        for (String value : List.of("web\0socket", "websocket\0", "\0websocket")) {
            must("upgrade-" + Slug.of(value), "Upgrade: " + Bytes.quoted(Bytes.latin1(value)),
                    "NUL is refused, or is a blank: " + NO_UPGRADE).covers("9110-5.5-2").run(c -> {
                c.request(c.handshake().changing("Upgrade", value));
                Answer answer = c.answerThatShouldCome();
                // at the edge a blank is none
                c.check(answer.status() != 101 || !value.startsWith("web\0"), "an HTTP response, but no upgrade",
                        answer);
                c.saw("answered with " + answer);
            });
        }
    }

    private void lists() {
        for (String value : List.of(", ,Upgrade,", ",,,upgrade", "Upgrade, , ,\t,")) {
            accepted("connection-" + Slug.of(value), "Connection: " + value.replace("\t", "(tab)"), r ->
                    r.changing("Connection", value), "9110-5.6.1-1");
        }
        must("subprotocol-between-commas", "the subprotocols ,chat,", "empty elements of a list don't count")
                .covers("9110-5.6.1-1").run(c -> {
            c.request(c.handshake().subprotocols(",chat,"));
            c.expectUpgradeOrRefusal();
        });
        must("10000-commas", "Connection with 10000 commas",
                "more empty elements than anybody needs may be refused, but with an answer")
                .covers("9110-5.6.1-1").run(c -> {
                    c.request(c.handshake().changing("Connection", ",".repeat(10_000) + "Upgrade"));
                    Answer answer = c.answerUnlessReset();
                    if (answer != null && answer.status() == 101) {
                        c.accept(answer);
                        c.expectQuiet();
                    }
                    c.saw(answer == null ? "reset" : "answered with " + answer);
                });
    }

    private void dateFormats() {
        Variants<UnaryOperator<Request>> requests = new Variants<>();
        requests.put("own-101", "a handshake", r -> r);
        requests.put("without-key", "a handshake without a key", r -> r.without("Sec-WebSocket-Key"));
        requests.put("get-root", "a GET of /", HttpFields::asGetOfRoot);
        requests.forEach((name, what, change) -> must(name, what, "if a Date comes, it is in the format IMF-fixdate")
                .covers("9110-5.6.7-1").run(c -> {
            c.request(change.apply(c.handshake()));
            Answer answer = c.expectAnyAnswer();
            for (String date : answer.values("Date")) {
                c.check(IMF_FIXDATE.matcher(date).matches(), "Date: Sun, 06 Nov 1994 08:49:37 GMT, or the like",
                        "Date: " + date);
            }
            c.saw(answer.has("Date") ? "Date: " + answer.values("Date") : "no Date");
        }));
    }

    private static Request asGetOfRoot(Request handshake) {
        return handshake.without("Upgrade").without("Connection").without("Sec-WebSocket-Key")
                .without("Sec-WebSocket-Version").resource("/");
    }

    private void dates() {
        Variants<UnaryOperator<Request>> requests = new Variants<>();
        requests.put("without-key", "a handshake without a key", r -> r.without("Sec-WebSocket-Key"));
        requests.put("version-99", "a handshake with version 99", r -> r.changing("Sec-WebSocket-Version", "99"));
        requests.put("without-upgrade", "a handshake without Upgrade and Connection", r -> r.without("Upgrade")
                .without("Connection"));
        requests.put("get-root", "a GET of /", HttpFields::asGetOfRoot);
        requests.put("get-no-such-path", "a GET of a path where nothing is", r -> r.without("Upgrade")
                .without("Connection").resource("/no-such-path-6455"));
        requests.forEach((name, what, change) -> should(name, what, "answers 2xx, 3xx and 4xx have a Date")
                .covers("9110-6.6.1-1").weakenedBy("9110-6.6.1-2").run(c -> {
            c.request(change.apply(c.handshake()));
            Answer answer = c.answerUnlessEnd();
            if (answer == null) {
                c.skip("no answer, but the end of TCP"); // cases of its own tell that
            }
            c.check(answer.has("Date") || answer.status() < 200 || answer.status() >= 500, "Date", answer
                    + " without Date");
            c.saw(answer.toString());
        }));
    }

    private void accepted(String name, String sent, UnaryOperator<Request> change, String... rows) {
        must(name, sent, VALID).covers(rows).run(c -> {
            c.open(change.apply(c.handshake()));
            c.expectQuiet();
        });
    }
}
