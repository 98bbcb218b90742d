package browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import support.Forwarder;

/** The panels beside the chat: "on the wire" shows what a capture shows, "three ways" counts what is there. */
class PanelsTest extends InBrowser {
    private static final String FRAMES = "document.querySelectorAll('#wire-frames .frame').length";
    /** The bytes of all frames of one side, as the panel shows them. */
    private static final String BYTES = "return [...document.querySelectorAll(`#wire-frames .frame.${arguments[0]}`)]"
            + ".map(frame => [...frame.querySelectorAll('.byte > code, .masked, .column .plain-byte:first-child')]"
            + ".map(byte => byte.textContent).join('').replaceAll(' ', ''))";
    private static final String NAMES = "return reports.filter(report => report.kind === 'frame')"
            + ".map(report => report.from + ' ' + report.name)";

    private static Forwarder.Line lineOf(Forwarder proxy, String path) {
        return proxy.lines().stream().filter(line -> text(line.sent()).startsWith("GET " + path))
                .findFirst().orElseThrow();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private static String head(byte[] bytes) {
        String all = text(bytes);
        return all.substring(0, all.indexOf("\r\n\r\n"));
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(Object value) {
        return (List<String>) value;
    }

    private static String linesOf(Tab tab, String list) {
        List<String> lines = list(tab.run("return [...document.querySelectorAll(arguments[0] + ' .pick')]"
                + ".map(line => line.textContent)", list));
        return String.join("\r\n", lines.subList(0, lines.size() - 1)); // the last one stands for the empty line
    }

    private static Tab open(Forwarder proxy, String query) {
        return openTab(URI.create("http://127.0.0.1:" + proxy.address().getPort() + "/rooms/panels" + query));
    }

    @Test
    void whatThePanelShowsIsWhatACaptureShows() throws IOException {
        try (Forwarder proxy = new Forwarder(room.address())) {
            browser.console();
            Tab tab = open(proxy, "?wire");
            tab.until("mirror?.readyState === 1 && reports.length === 2");
            Forwarder.Line line = lineOf(proxy, "/wire");
            assertEquals(head(line.sent()), linesOf(tab, "#wire-request"));
            assertEquals(head(line.received()), linesOf(tab, "#wire-response"));
            tab.await("#wire-accept", "it is the same");

            tab.run("element['wire-text'].value = 'Hello, 你'");
            browser.click("#wire-say button");
            tab.until(FRAMES + " === 2");
            browser.click("#wire-fragments");
            tab.until(FRAMES + " === 6");
            tab.await("#wire-frames", "3 frames: “/fragments Hello, 你”");
            browser.click("#wire-ping");
            tab.until(FRAMES + " === 10");
            String sent = HexFormat.of().formatHex(line.sent());
            String frames = String.join("", list(tab.run(BYTES, "client")));
            assertEquals(sent.substring(2 * (head(line.sent()).length() + 4)), frames);
            String received = HexFormat.of().formatHex(line.received());
            for (String frame : list(tab.run(BYTES, "server"))) {
                assertTrue(received.contains(frame), frame);
            }
            assertEquals(List.of("client text", "server text",
                    "client text", "server text", "server continuation", "server continuation",
                    "client text", "server text", "server ping", "client pong"), tab.run(NAMES));

            browser.click("#wire-server-close");
            tab.until("mirror.readyState === 3");
            String close = list(tab.run(BYTES, "server")).get(7);
            assertTrue(close.startsWith("88") && HexFormat.of().formatHex(line.received()).endsWith(close), close);
            assertEquals(List.of(), browser.console());
        }
    }

    @Test
    void aCloseFromThePageIsDerivedAndSaysSo() {
        Tab tab = openTab(room.url().resolve("/?wire"));
        tab.until("mirror?.readyState === 1 && reports.length === 2");
        browser.click("#wire-own-close");
        tab.until(FRAMES + " === 2");
        assertEquals(List.of("8885????????" + "??".repeat(5)), tab.run(BYTES, "client"));
        assertEquals(List.of("8805" + "03e8627965"), tab.run(BYTES, "server"));
        tab.await("#wire-frames .frame", "derived");
        browser.click("#wire-again");
        tab.until("mirror.readyState === 1 && " + FRAMES + " === 0");
    }

    @Test
    void eachPartIsExplainedInBothLanguagesAndByTheKeyboard() {
        Tab tab = openTab(room.url().resolve("/?wire"));
        tab.until("mirror?.readyState === 1 && reports.length === 2");
        browser.click("#wire-say button");
        tab.until(FRAMES + " === 2");
        tab.run("document.querySelector('#wire-frames .pick').focus()");
        tab.await("#wire-explain", "the last frame of its message");
        browser.type("#wire-frames .pick", "\uE014");        // arrow right
        tab.await("#wire-explain", "Three bits for extensions");
        assertEquals("https://www.rfc-editor.org/rfc/rfc6455#section-5.2",
                tab.run("return document.querySelector('#wire-explain a').href"));
        assertEquals(true, tab.run("return [...document.querySelectorAll('#wire .pick')]"
                + ".every(part => /§[\\d.]+/.test(part.getAttribute('aria-description')))"));
        browser.click("#language");
        tab.await("#wire-title", "线上字节");
        tab.run("document.querySelector('#wire-frames .pick').focus()");
        tab.await("#wire-explain", "最后一帧");
        browser.click("#language");
    }

    @Test
    void withCompressionTheFramesSaySo() {
        Tab tab = openTab(room.url().resolve("/?wire"));
        tab.until("mirror?.readyState === 1 && reports.length === 2");
        browser.click("#wire-deflate");
        tab.until("mirror?.readyState === 1 && reports.length === 2");
        tab.await("#wire-response", "permessage-deflate");
        tab.run("element['wire-text'].value = 'Hello '.repeat(30)"); // a browser may send short ones plain
        browser.click("#wire-say button");
        tab.await("#wire-frames", "decompressed (RFC 7692 §7.2.2): “Hello Hello");
    }

    @Test
    void threeWaysReadTheSameAndAreCounted() throws IOException {
        try (Forwarder proxy = new Forwarder(room.address())) {
            browser.console();
            Tab tab = open(proxy, "?ways");
            tab.until("run?.speaker?.readyState === 1");
            browser.click("#ways-say");
            tab.until("run.readers.every(reader => reader.delays.length > 0)");
            tab.until("run.readers[0].requests > 3 && run.readers[0].empty > 0");
            assertEquals(1.0, tab.run("return run.readers[2].requests"));
            tab.await("#ways-sum", "WebSocket has asked once");
            tab.until("document.querySelectorAll('#ways-chart .way.socket').length > 0");

            // What is counted in the browser is what went through: all but what a browser doesn't tell, exactly.
            browser.click("#ways-run");
            List<String> room = list(tab.run("return [run.room]"));
            Forwarder.Line socket = proxy.lines().stream()
                    .filter(line -> text(line.sent()).startsWith("GET /rooms/" + room.get(0) + "?since="))
                    .findFirst().orElseThrow();
            int frames = socket.received().length - head(socket.received()).length() - 4;
            double counted = (Double) tab.run("return run.readers[2].down - RESPONSE_101");
            assertTrue(Math.abs(frames - counted) <= 40, frames + " bytes of frames, counted " + counted); // a Close
            browser.click("#language");
            tab.await("#ways-sum", "WebSocket 只问了一次");
            browser.click("#language");
            assertEquals(List.of(), browser.console());
        }
    }

    @Test
    void onAPhoneAPanelCoversTheChatAndNeverScrollsSideways() {
        for (String panel : List.of("wire", "ways")) {
            Tab tab = openTab(URI.create("about:blank"));
            browser.phone(390, 844);
            browser.open(room.url().resolve("/?" + panel));
            tab.until("!element." + panel + ".hidden && socket?.readyState === 1");
            assertEquals(false, tab.shows("#chat"));
            assertEquals(390.0, tab.run("return document.scrollingElement.scrollWidth"), panel);
            String inside = "const page = document.querySelector('#" + panel + " .page');"
                    + " return page.scrollWidth - page.clientWidth";
            assertEquals(0.0, tab.run(inside), panel);
            browser.click("#" + panel + "-close");
            assertEquals(true, tab.shows("#chat"));
        }
    }
}
