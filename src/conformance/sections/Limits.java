package conformance.sections;

import static conformance.wire.Bytes.pattern;
import static conformance.wire.CloseCode.POLICY_VIOLATION;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.CloseCode.TOO_BIG;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Failure;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Bytes;
import conformance.wire.Frame;
import conformance.wire.Opcode;
import java.util.Arrays;

/** RFC 6455 §10.4: lengths and fragments that a server may limit, and that must do no harm. */
final class Limits extends Group {
    private static final String HUGE = "a length that can't be held is refused, or awaited, but does no harm";
    private static final String FROM_HEADER =
            "a length that nobody can hold may be refused from the header alone, or awaited until a limit is reached";
    private static final String MANY = "many small fragments are joined, or refused, but do no harm";
    /** Up to here limits are looked for. */
    private static final int MOST_FRAGMENTS_MIB = 80;
    /** Milliseconds to wait for a server that has read a header. If they are too few, only a note is wrong. */
    private static final long MOMENT = 20;

    @Override
    protected void write() {
        section("10.4", "Implementation-specific limits");
        hugeLengths();
        manyFragments();
        limits();
    }

    private void hugeLengths() {
        Variants<Long> lengths = new Variants<>();
        lengths.put("2-to-31", "2^31", 1L << 31);
        lengths.put("2-to-32", "2^32", 1L << 32);
        lengths.put("2-to-32-and-5", "2^32 + 5", (1L << 32) + 5);
        lengths.put("2-to-60", "2^60", 1L << 60);
        lengths.put("2-to-62", "2^62", 1L << 62);
        lengths.put("2-to-63-less-1", "2^63 - 1", Long.MAX_VALUE);
        lengths.forEach((name, words, length) -> {
            for (Frame start : new Frame[] {text("Hello"), binary(pattern(5))}) {
                boolean text = start.opcode() == Opcode.TEXT;
                huge((text ? "text-of-" : "binary-of-") + name, (text ? "a text" : "a binary") + " that announces "
                        + words, length, start.announcing(length));
            }
            huge("last-fragment-of-" + name, "a last fragment that announces " + words, length, text("Hel").notFinal(),
                    continuation("lo").announcing(length));
        });
    }

    private void huge(String name, String what, long length, Frame... frames) {
        must(name, what + " bytes and sends 5 or less", HUGE)
                .covers("10.4-1")
                .run(c -> {
                    c.open();
                    Client other = c.another();
                    c.send(frames);
                    other.open();
                    other.send(text("Hello"));
                    other.expectTextIfEchoing("Hello");
                    other.expectQuiet();
                    Event event = c.next(MOMENT);
                    if (event instanceof Event.Silence) {
                        c.reset(); // it waits for more, which it may
                        return;
                    }
                    c.check(event instanceof Event.Close || event instanceof Event.End,
                            "1009 or 1002, or nothing while bytes are missing", event);
                    if (event instanceof Event.Close close) {
                        c.expectEnd();
                        checkCode(close);
                    } else {
                        c.saw("ended without a Close");
                    }
                });
        if (length < 1L << 60) {
            return; // such a limit is high, but it may be one
        }
        // §10.4 "SHOULD impose a limit on frame sizes and the total message size": when it has to show, it doesn't say
        info(name + "-from-header", what + " bytes", FROM_HEADER)
                .covers("10.4-1", "10.4-4")
                .run(c -> {
                    c.open();
                    Client other = c.another();
                    c.send(frames);
                    other.open();
                    other.expectQuiet();
                    Event event = c.next(MOMENT);
                    c.saw(event instanceof Event.Silence ? "awaits the payload" : "refused from the header alone: "
                            + event);
                });
    }

    /** §7.1.7, §10.7: "SHOULD send a Close frame with an appropriate status code". */
    private static void checkCode(Event.Close close) {
        if (close.code() != TOO_BIG && close.code() != PROTOCOL_ERROR && close.code() != POLICY_VIOLATION) {
            throw Failure.of("1009 or 1002", close).of("7.1.7-3");
        }
    }

    private void manyFragments() {
        for (int size : new int[] {0, 1}) {
            must("50000-fragments-of-" + size, "a text in 50000 fragments of " + size + " bytes", MANY)
                    .covers("10.4-3", "10.4-2").needs(Need.ECHO, Need.VOLUME)
                    .run(c -> {
                        byte[] content = Arrays.copyOf(Bytes.utf8(Bytes.patternText(50_000)), size * 50_000);
                        Frame[] fragments = new Frame[50_000];
                        for (int i = 0; i < fragments.length; i++) {
                            byte[] part = Arrays.copyOfRange(content, i * size, (i + 1) * size);
                            Frame fragment = i == 0 ? text(part) : continuation(part);
                            fragments[i] = i < fragments.length - 1 ? fragment.notFinal() : fragment;
                        }
                        c.open();
                        c.send(fragments);
                        if (c.peek() instanceof Event.Close refusal && (refusal.code() == POLICY_VIOLATION
                                || refusal.code() == TOO_BIG)) {
                            c.next(); // so many fragments are above a limit
                            c.expectEnd();
                            return;
                        }
                        c.expectText(content);
                        c.expectQuiet();
                    });
        }
    }

    private void limits() {
        info("limit-of-frames", "headers that announce all kinds of lengths", "a server limits the size of a frame")
                .covers("10.4-4", "7.4.1-9").needs(Need.VOLUME)
                .run(c -> {
                    int power = 7;
                    while (power < 62 && !refuses(c, 1L << power)) {
                        power = power < 16 ? 16 : power + 2;
                    }
                    if (power >= 62) {
                        c.saw("no limit up to 2^62");
                        return;
                    }
                    long taken = power <= 7 ? 0 : power == 16 ? 1L << 7 : 1L << power - 2;
                    long refused = 1L << power;
                    while (refused - taken > 1) {
                        long middle = (taken + refused) >>> 1;
                        if (refuses(c, middle)) {
                            refused = middle;
                        } else {
                            taken = middle;
                        }
                    }
                    c.saw("frames of up to " + taken + " bytes");
                });
        info("limit-of-messages", "fragments of 1 MiB without end", "a server limits the size of a message")
                .covers("10.4-5", "10.4-2", "7.4.1-9").needs(Need.VOLUME)
                .run(c -> {
                    c.open();
                    int sent = 0;
                    Event event = null;
                    byte[] next = c.bytesOf(continuation(new byte[1 << 20]).notFinal());
                    c.sendBytes(c.bytesOf(binary(new byte[1 << 20]).notFinal()));
                    for (sent = 1; sent < MOST_FRAGMENTS_MIB && !(event instanceof Event.Close)
                            && !(event instanceof Event.End); sent++) {
                        c.sendBytes(next);
                        event = c.next(1);
                    }
                    if (event instanceof Event.Silence) {
                        c.send(ping("there?")); // the last of it may still be on its way
                        event = c.next();
                    }
                    c.check(!(event instanceof Event.Message), "no message, as it has no end", event);
                    c.saw(event instanceof Event.Pong ? "no limit up to " + sent + " MiB" : event + " after about "
                            + sent + " MiB");
                });
    }

    /** A frame that announces so much, and its first byte; a server that takes the length waits for the rest. */
    private static boolean refuses(Client c, long length) {
        Client probe = c.another();
        probe.open();
        byte[] bytes = probe.bytesOf(binary(new byte[1]).announcing(length));
        probe.sendBytes(Arrays.copyOf(bytes, bytes.length - 1));
        Client other = c.another();
        other.open();
        other.expectQuiet();
        boolean refuses = !(probe.next(MOMENT) instanceof Event.Silence);
        probe.reset();
        return refuses;
    }
}
