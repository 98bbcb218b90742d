package conformance.sections;

import conformance.suite.Group;
import conformance.wire.Answer;
import java.util.List;

/** RFC 6455 §3: resource names, well-formed, odd and wrong. */
final class ResourceNames extends Group {
    @Override
    protected void write() {
        section("3", "WebSocket URIs");
        resources();
    }

    private void resources() {
        info("encoded-number-sign", "the path /room%23a", "an encoded # is part of the path: any complete answer")
                .covers("3-2").run(c -> {
                    c.request(c.handshake().resource("/room%23a"));
                    c.saw("answered with " + c.expectAnyAnswer());
                });
        should("fragment", "a target with a fragment, as /echo#x",
                "a target has no fragment part: an HTTP error or a redirection, and no 101")
                .covers("3-1", "9112-3.2-1").run(c -> {
                    c.request(c.handshake().resource(c.target().resource() + "#x"));
                    c.expectRefusedOrRedirected();
                });
        for (String path : List.of("/%FF", "/%C0%AF", "/%ED%A0%80", "/%E2%82", "/?name=%FF")) {
            must("no-utf8-" + Slug.of(path), "the target " + path + ", which is no UTF-8 when it is decoded",
                    "it is refused or stays as it is: any complete answer")
                    .covers("8.1-7").run(c -> {
                        c.request(c.handshake().resource(path));
                        c.expectAnyAnswer();
                    });
        }
        should("fragment-behind-query", "a target with a query and a fragment, as /echo?a=b#x",
                "a target has no fragment part: an HTTP error or a redirection, and no 101")
                .covers("3-1", "9112-3.2-1").run(c -> {
                    String resource = c.target().resource();
                    c.request(c.handshake().resource(resource + (resource.contains("?") ? "&" : "?") + "a=b#x"));
                    c.expectRefusedOrRedirected();
                });
        for (String path : List.of("/", "/?name=")) {
            must("line-break-in-" + (path.equals("/") ? "path" : "query"), "the target " + path
                    + "%0d%0aX-Injected:%20yes",
                    "a server that repeats the target puts no line break of it into a field")
                    .covers("9110-2.2-1").run(c -> {
                        c.request(c.handshake().resource(path + "%0d%0aX-Injected:%20yes"));
                        Answer answer = c.expectAnyAnswer();
                        c.check(!answer.has("X-Injected"), "no field of the client's making", answer
                                + " with X-Injected");
                    });
        }
        for (String path : List.of("/%", "/%4", "/%zz", "/%00", "/%0d%0a", "/%25", "/%2500", "/%2e%2e/%2e%2e/x", "/%2F",
                "//x", "/../x", "/;x", "/?", "/??", "/?a?b/c", "/?%", "/?%00", "/?&&==", "/?%26%3D")) {
            must("odd-" + Slug.of(path), "the target " + path, "whatever a server thinks of it: any complete answer")
                    .covers("3-2", "4.2.1-1").run(c -> {
                        c.request(c.handshake().resource(path));
                        c.expectAnyAnswer();
                    });
        }
    }
}
