package conformance.sections;

import static conformance.sections.DeflateTexts.OFFER;
import static conformance.sections.DeflateTexts.noise;
import static conformance.sections.DeflateTexts.words;
import static conformance.wire.Bytes.pattern;
import static conformance.wire.Bytes.utf8;
import static conformance.wire.Frame.RSV1;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Deflation;
import conformance.wire.Frame;
import java.util.LinkedHashMap;
import java.util.Map;

/** RFC 7692 §6: compressed messages of many sizes, under many parameters. */
final class DeflateSizes extends Group {
    private static final int[] SIZES = {16, 64, 256, 1_024, 4_096, 8_192, 16_384, 32_768, 65_536, 131_072};
    private static final int LARGE = 65_536;
    private static final int MESSAGES = 4;

    @Override
    protected void write() {
        section("7692-6", "deflate: messages of many sizes");
        sizes();
    }

    private void sizes() {
        Map<String, String> offers = new LinkedHashMap<>();
        offers.put("plain", "");
        offers.put("client-bits", "; client_max_window_bits");
        offers.put("server-no-takeover", "; server_no_context_takeover");
        offers.put("client-no-takeover", "; client_no_context_takeover");
        offers.put("no-takeover", "; server_no_context_takeover; client_no_context_takeover; client_max_window_bits");
        offers.put("bits-9", "; server_max_window_bits=9; client_max_window_bits=9");
        offers.put("bits-9-no-takeover",
                "; server_no_context_takeover; server_max_window_bits=9; client_max_window_bits=9; "
                        + "client_no_context_takeover");
        offers.put("bits-15", "; server_max_window_bits=15; client_max_window_bits=15");
        offers.put("three-offers", "; server_no_context_takeover; server_max_window_bits=9, "
                + "permessage-deflate; server_no_context_takeover, permessage-deflate");
        offers.forEach((name, parameters) -> {
            for (int size : SIZES) {
                must(name + "-" + size + "-bytes", MESSAGES + " messages of " + size + " bytes, with " + OFFER
                        + parameters, "compressed text and binary come back as they were")
                        .covers("7692-5-13", "7692-5-7", "7692-5-8", "7692-7.2.2-1", "7692-7.2.1-11")
                        .needs(size < LARGE ? new Need[] {Need.DEFLATE, Need.ECHO} : new Need[] {Need.DEFLATE,
                                Need.ECHO, Need.VOLUME})
                        .run(c -> echoing(c, OFFER + parameters, size));
            }
        });
    }

    private static void echoing(Client c, String offer, int size) {
        Deflation deflation = new Deflation(c.openWithDeflate(offer));
        for (int i = 0; i < MESSAGES; i++) {
            byte[] content = i == 3 ? pattern(size) : i == 2 ? noise(c.random(), size) : utf8(words(c.random(), size));
            Frame frame = (i == 3 ? binary(deflation.message(content)) : text(deflation.message(content))).rsv(RSV1);
            if (i == 1) {
                c.send(frame.fragments(256));
            } else {
                c.send(frame);
            }
            c.expectMessage(i == 3 ? 2 : 1, content);
        }
        c.expectQuiet();
    }
}
