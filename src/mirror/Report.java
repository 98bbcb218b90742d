package mirror;

import frame.ProtocolException;
import handshake.Accept;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What {@link Mirror} sends of heads and frames: the JSON that the chapter's introduction describes. */
final class Report {
    private Report() {}

    static JsonObject request(Head head) {
        return head("request", head);
    }

    /** @param accept null if the response has no Sec-WebSocket-Accept */
    static JsonObject response(Head head, Accept accept) {
        JsonObject report = head("response", head);
        return accept == null ? report : report.put("accept", new JsonObject()
                .put("key", accept.key())
                .put("guid", Accept.GUID)
                .put("sha1", accept.sha1())
                .put("value", accept.value()));
    }

    private static JsonObject head(String kind, Head head) {
        return new JsonObject().put("kind", kind)
                .put("bytes", head.bytes())
                .put("text", head.text())
                .put("hidden", head.hidden());
    }

    /** @param number of this frame among those of its sender, from 1 */
    static JsonObject frame(WireFrame frame, long number) {
        JsonObject report = new JsonObject().put("kind", "frame")
                .put("from", frame.sender() == Sender.CLIENT ? "client" : "server")
                .put("number", number)
                .put("header", frame.header())
                .put("fin", frame.fin())
                .put("rsv1", frame.rsv1())
                .put("rsv2", frame.rsv2())
                .put("rsv3", frame.rsv3())
                .put("opcode", frame.opcode())
                .put("name", frame.name())
                .put("masked", frame.masked())
                .put("lengthBits", frame.lengthBits());
        if (frame.hasLength()) {
            report.put("length", frame.length());
        }
        if (frame.key() != null) {
            report.put("key", frame.key());
        }
        report.put("wire", frame.wire())
                .put("payload", frame.payload())
                .put("cut", frame.cut())
                .put("complete", frame.complete());
        content(report, frame);
        return frame.message() == null ? report : report.put("message", message(frame.message()));
    }

    private static void content(JsonObject report, WireFrame frame) {
        byte[] payload = frame.payload();
        if (frame.opcode() == 0x8 && payload.length >= 2) {
            report.put("code", ByteBuffer.wrap(payload).getShort() & 0xFFFF);
            String reason = Text.of(Arrays.copyOfRange(payload, 2, payload.length), false);
            if (reason != null) {
                report.put("reason", reason);
            }
        } else if (frame.showsText()) {
            text(report, payload, frame.cut());
        }
    }

    private static JsonObject message(WireFrame.Message message) {
        JsonObject report = new JsonObject()
                .put("opcode", message.opcode())
                .put("name", WireFrame.nameOf(message.opcode()))
                .put("frames", message.frames())
                .put("compressed", message.compressed());
        if (message.payload() == null) {
            return report;
        }
        report.put("payload", message.payload()).put("cut", message.cut());
        if (message.opcode() == 0x1) {
            text(report, message.payload(), message.cut());
        }
        return report;
    }

    private static void text(JsonObject report, byte[] payload, boolean cut) {
        String text = Text.of(payload, cut);
        if (text != null) {
            report.put("text", text);
        }
    }

    static JsonObject fault(ProtocolException fault) {
        return new JsonObject().put("kind", "fault").put("code", fault.closeCode()).put("text", fault.getMessage());
    }
}
