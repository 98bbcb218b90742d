package conformance.suite;

import conformance.wire.Bytes;
import conformance.wire.CloseCode;
import conformance.wire.Opcode;
import conformance.wire.Transport;

/** What may come from the server once the connection is open. As text: what a report says that came. */
public sealed interface Event {
    /** @param compressed whether it came with RSV1; @param frames in how many frames it came */
    record Message(int opcode, byte[] payload, boolean compressed, int frames) implements Event {
        @Override
        public String toString() {
            return Opcode.name(opcode) + " " + Bytes.quoted(payload) + " (" + payload.length + " bytes)";
        }
    }

    /** A Pong that answers a Ping of ours. Others may come at any time and are no event (RFC 6455 §5.5.3). */
    record Pong(byte[] payload) implements Event {
        @Override
        public String toString() {
            return "Pong " + Bytes.quoted(payload);
        }
    }

    record Close(int code, String reason) implements Event {
        @Override
        public String toString() {
            return code == CloseCode.NONE ? "Close without a code" : "Close " + code + (reason.isEmpty() ? "" : ' '
                    + Bytes.quoted(reason));
        }
    }

    /** @param rest what came of an unfinished frame, as words to put behind a sentence */
    record End(Transport.End how, String rest) implements Event {
        @Override
        public String toString() {
            return (how == Transport.End.RESET ? "TCP was reset" : "TCP ended") + rest;
        }
    }

    /** Nothing in time. How long that was isn't told, so that the same fault is the same in a hurry and at leisure. */
    record Silence(String rest) implements Event {
        @Override
        public String toString() {
            return "nothing until the time-out" + rest;
        }
    }
}
