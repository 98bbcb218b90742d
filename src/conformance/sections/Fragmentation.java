package conformance.sections;

import static conformance.wire.Bytes.pattern;
import static conformance.wire.Bytes.utf8;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.pong;
import static conformance.wire.Frame.text;

import conformance.suite.Body;
import conformance.suite.Client;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Bytes;
import conformance.wire.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** RFC 6455 §5.4: messages in several frames. */
final class Fragmentation extends Group {
    private static final String JOINED = "fragments are joined in their order, to one message of the first one's type";
    private static final String NOTHING = "a Continuation with nothing to continue fails the connection";
    private static final String MIXED = "a new message within another fails the connection";
    private static final String BETWEEN =
            "control frames between fragments are handled, and change nothing of the message";
    private static final String GREEK = "Hello-µ@ßöäüàá-κόσμε-😀!!";

    @Override
    protected void write() {
        section("5.4", "Fragmentation");
        joined();
        nothingToContinue();
        mixed();
        controlFramesBetween();
        volume();
    }

    private void joined() {
        for (int count : new int[] {2, 3, 10, 100, 1000}) {
            String text = Bytes.patternText(count * 3);
            must("text-in-" + count, "a text in " + count + " fragments, in one write", JOINED)
                    .covers("5.4-2", "5.4-8", "5.4-17", "5.4-19").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.send(text(text).fragments(3));
                        c.expectText(text);
                        c.expectQuiet();
                    });
            must("binary-in-" + count, "a binary in " + count + " fragments, in one write", JOINED)
                    .covers("5.4-2", "5.4-8", "5.4-16", "5.4-17").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.send(binary(pattern(count * 2)).fragments(2));
                        c.expectBinary(pattern(count * 2));
                        c.expectQuiet();
                    });
        }
        must("in-two-writes", "a text in two fragments, each in a write of its own", JOINED)
                .covers("5.4-2", "5.4-8").needs(Need.ECHO)
                .run(c -> {
                    c.open();
                    // the echo of the first fragment may come already: §5.4 lets fragments be passed on
                    c.send(text("fragment1").notFinal());
                    c.awaitRead();
                    c.send(continuation("fragment2"));
                    c.expectText("fragment1fragment2");
                    c.expectQuiet();
                });
        must("byte-by-byte", "a text in two fragments, in writes of one byte", JOINED)
                .covers("5.4-2", "5.4-8", "2.1-1").needs(Need.ECHO)
                .run(c -> {
                    c.open();
                    c.sendInPieces(1, text("fragment1").notFinal(), continuation("fragment2"));
                    c.expectText("fragment1fragment2");
                    c.expectQuiet();
                });
        for (int lengths = 0; lengths < 8; lengths++) {
            String[] parts = {(lengths & 4) == 0 ? "" : "abc", (lengths & 2) == 0 ? "" : "defg", (lengths & 1) == 0 ? ""
                    : "hi"};
            must("fragments-of-" + parts[0].length() + "-" + parts[1].length() + "-" + parts[2].length(),
                    "a text in fragments of " + parts[0].length() + ", " + parts[1].length() + " and "
                    + parts[2].length() + " bytes", "a fragment may be empty")
                    .covers("5.4-14", "5.4-2").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.send(text(parts[0]).notFinal(), continuation(parts[1]).notFinal(), continuation(parts[2]));
                        c.expectText(String.join("", parts));
                        c.send(binary(utf8(parts[0])).notFinal(), continuation(parts[1]).notFinal(),
                                continuation(parts[2]));
                        c.expectBinary(utf8(String.join("", parts)));
                        c.expectQuiet();
                    });
        }
        for (int sizes : new int[] {125, 126, 65_535, 65_536}) {
            must("three-fragments-of-" + sizes, "a binary in three fragments of " + sizes + " bytes", JOINED)
                    .covers("5.4-2", "5.4-16").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.send(binary(pattern(3 * sizes)).fragments(sizes));
                        c.expectBinary(pattern(3 * sizes));
                        c.expectQuiet();
                    });
        }
        must("by-turns", "whole and fragmented messages of both types by turns",
                "both are supported, on one connection")
                .covers("5.4-15", "5.4-17", "6.2-3", "6.2-4", "5.4-1")
                .run(c -> {
                    c.open();
                    c.send(text("one"));
                    c.send(text("two").fragments(1));
                    c.send(binary(pattern(5)), text("three"));
                    c.send(binary(pattern(9)).fragments(4));
                    c.send(text("four").fragments(2));
                    c.expectTextIfEchoing("one");
                    c.expectTextIfEchoing("two");
                    c.expectBinaryIfEchoing(pattern(5));
                    c.expectTextIfEchoing("three");
                    c.expectBinaryIfEchoing(pattern(9));
                    c.expectTextIfEchoing("four");
                    c.expectQuiet();
                });
        must("cut-anywhere", "one text, whole, in two fragments cut at each place, and in fragments of one byte",
                "where frames end means nothing")
                .covers("5.4-18", "5.6-2").needs(Need.ECHO)
                .run(c -> {
                    byte[] bytes = utf8(GREEK);
                    c.open();
                    for (int cut = 0; cut <= bytes.length; cut++) {
                        c.send(text(Arrays.copyOf(bytes, cut)).notFinal(),
                                continuation(Arrays.copyOfRange(bytes, cut, bytes.length)));
                    }
                    for (int size = 1; size <= bytes.length; size++) {
                        c.send(text(bytes).fragments(size));
                    }
                    for (int i = 0; i <= 2 * bytes.length; i++) {
                        c.expectText(GREEK);
                    }
                    c.expectQuiet();
                });
    }

    private void nothingToContinue() {
        Map<String, Frame> continuations = new LinkedHashMap<>();
        continuations.put("continuation", continuation("lost"));
        continuations.put("fragment", continuation("lost").notFinal());
        continuations.put("empty-continuation", continuation(""));
        continuations.put("empty-fragment", continuation("").notFinal());
        continuations.forEach((name, continuation) -> {
            failing("stray-" + name, "the first frame of all is " + continuation, NOTHING, continuation);
            failing("stray-" + name + "-then-text", continuation + ", then a text", NOTHING, continuation,
                    text("Hello"));
            failingAfter("stray-" + name + "-after-text", "a finished text, then " + continuation, NOTHING, c -> {
                c.send(text("done"));
                c.expectTextIfEchoing("done");
            }, continuation);
            failingAfter("stray-" + name + "-after-fragments", "a finished text of two fragments, then " + continuation,
                    NOTHING, Fragmentation::twoFragments, continuation);
            failingAfter("stray-" + name + "-between-texts", "a finished text of two fragments, then " + continuation
                    + " and a text", NOTHING, Fragmentation::twoFragments, continuation, text("Hello"));
        });
        failingAfter("stray-continuation-after-binary", "a finished binary, then a Continuation", NOTHING, c -> {
            c.send(binary(pattern(3)));
            c.expectBinaryIfEchoing(pattern(3));
        }, continuation("lost"));
        failingAfter("stray-continuation-after-ping", "a Ping, then a Continuation", NOTHING, c -> {
            c.send(ping("before"));
            c.expectPong("before");
        }, continuation("lost"));
        core("stray-continuation-byte-by-byte", "a Continuation in writes of one byte", NOTHING)
                .covers("5.4-3", "5.4-4")
                .run(c -> {
                    c.open();
                    c.sendInPieces(1, continuation(""));
                    c.expectFailure(PROTOCOL_ERROR);
                });
    }

    private static void twoFragments(Client c) {
        c.send(text("do").notFinal(), continuation("ne"));
        c.expectTextIfEchoing("done");
    }

    private void failing(String name, String sent, String requirement, Frame... frames) {
        failingAfter(name, sent, requirement, c -> { }, frames);
    }

    /** @param first what is good, sent and awaited apart: a failure may overtake the answers */
    private void failingAfter(String name, String sent, String requirement, Body first, Frame... frames) {
        core(name, sent, requirement)
                .covers(requirement.equals(NOTHING) ? new String[] {"5.4-3", "5.4-4"}
                        : new String[] {"5.4-9", "5.4-10"})
                .run(c -> {
                    c.open();
                    first.run(c);
                    c.send(frames);
                    c.maySkipTo("Hello", "onethree"); // good by itself, behind what is bad or around it
                    c.expectFailure(PROTOCOL_ERROR);
                });
    }

    private void mixed() {
        Map<String, Frame> starts = new LinkedHashMap<>();
        starts.put("text", text("one"));
        starts.put("binary", binary(pattern(3)));
        starts.forEach((first, start) -> starts.forEach((second, other) -> {
            for (boolean fin : new boolean[] {true, false}) {
                Frame within = fin ? other : other.notFinal();
                failing(second + "-within-" + first + (fin ? "" : "-unfinished"), "the beginning of a " + first
                        + ", then " + within, MIXED, start.notFinal(), within);
            }
            failing(second + "-within-two-fragments-of-" + first, "two fragments of a " + first + ", then a whole "
                    + second, MIXED, start.notFinal(), continuation("x").notFinal(), other);
            failing("empty-" + second + "-within-empty-" + first, "an empty beginning of a " + first
                    + ", then an empty " + second, MIXED,
                    Frame.frame(start.opcode(), new byte[0]).notFinal(), Frame.frame(other.opcode(), new byte[0]));
        }));
        failingAfter("text-within-text-after-ping", "the beginning of a text, a Ping, then another text", MIXED, c -> {
            c.send(text("one").notFinal(), ping("between"));
            c.expectPong("between");
        }, text("two"));
        failing("text-within-text-then-continuation", "the beginning of a text, another text, then a Continuation",
                MIXED, text("one").notFinal(), text("two"), continuation("three"));
    }

    private void controlFramesBetween() {
        for (int piece : new int[] {Integer.MAX_VALUE, 1, 7}) {
            must("ping-between" + (piece > 7 ? "" : "-in-writes-of-" + piece), "a Ping between two fragments, "
                    + (piece > 7 ? "in one write" : "in writes of " + piece), BETWEEN)
                    .covers("5.4-5", "5.4-11", "6.2-2")
                    .run(c -> {
                        c.open();
                        c.sendInPieces(piece, text("fragment1").notFinal(), ping("between"), continuation("fragment2"));
                        c.expectPong("between");
                        c.expectTextIfEchoing("fragment1fragment2");
                        c.expectQuiet();
                    });
        }
        should("ping-behind-every-second", "five fragments, with a Ping behind the second and behind the fourth",
                BETWEEN)
                .covers("5.5.2-4", "5.4-5", "5.4-11", "6.2-2")
                .run(c -> {
                    c.open();
                    c.send(text("1").notFinal(), continuation("2").notFinal(), ping("first"));
                    c.expectPong("first");
                    c.send(continuation("3").notFinal(), continuation("4").notFinal(), ping("second"));
                    c.expectPong("second");
                    c.send(continuation("5"));
                    c.expectTextIfEchoing("12345");
                    c.expectQuiet();
                });
        must("ping-and-pong-behind-each-of-20",
                "a Ping and a Pong behind each of 20 fragments of one byte, in one write", BETWEEN)
                .covers("5.4-11", "5.4-12", "6.2-2")
                .run(c -> {
                    List<Frame> frames = new ArrayList<>();
                    for (Frame fragment : text("abcdefghijklmnopqrst").fragments(1)) {
                        Collections.addAll(frames, fragment, ping("ping " + frames.size()), pong("q"));
                    }
                    c.open();
                    c.send(frames.subList(0, frames.size() - 2).toArray(Frame[]::new));
                    c.expectPong("ping " + 18 * 3);
                    c.expectTextIfEchoing("abcdefghijklmnopqrst");
                    c.expectQuiet();
                });
        must("pong-between", "a Pong between two fragments of a binary", BETWEEN)
                .covers("5.4-12", "5.4-16")
                .run(c -> {
                    c.open();
                    c.send(binary(pattern(4)).notFinal(), pong("between"), continuation(new byte[] {4, 5}));
                    c.expectBinaryIfEchoing(pattern(6));
                    c.expectQuiet();
                });
        for (Frame start : List.of(text("unfinished"), binary(pattern(4)), text(""))) {
            must("close-behind-" + Slug.of(start), "a Close behind " + start.notFinal(),
                    "a Close between fragments is answered, and the unfinished message is not delivered")
                    .covers("5.4-13")
                    .run(c -> {
                        c.open();
                        c.send(start.notFinal(), close(1000));
                        c.expectCleanClose();
                    });
        }
        must("close-before-last-fragment", "two fragments of a text and a Close, then the last fragment",
                "a Close between fragments is answered, and the message is not delivered")
                .covers("5.4-13", "5.5.1-17")
                .run(c -> {
                    c.open();
                    c.send(text("one").notFinal(), continuation("two").notFinal(), close(1001), continuation("three"));
                    c.expectCleanClose();
                });
    }

    private void volume() {
        for (int size = 64; size <= 4 << 20; size *= 4) {
            int fragment = size;
            int mib = size < 1024 ? 1 : 4; // 16384 fragments are many enough
            must(mib + "-mib-text-by-" + size, "a text of " + mib + " MiB in fragments of " + size + " bytes", JOINED)
                    .covers("5.4-2", "5.4-8").needs(Need.ECHO, Need.VOLUME)
                    .run(c -> inFragments(c, text(Volumes.text(mib << 20)), fragment));
            must(mib + "-mib-binary-by-" + size, "a binary of " + mib + " MiB in fragments of " + size + " bytes",
                    JOINED)
                    .covers("5.4-2", "5.4-8", "5.4-16").needs(Need.ECHO, Need.VOLUME)
                    .run(c -> inFragments(c, binary(pattern(mib << 20)), fragment));
        }
        must("ping-behind-each-100", "a text of 64 KiB in fragments of 50 bytes, and a Ping behind each 100", BETWEEN)
                .covers("5.4-2", "5.4-11").needs(Need.ECHO, Need.VOLUME)
                .run(c -> {
                    byte[] text = Volumes.text(1 << 16);
                    Frame[] fragments = text(text).fragments(50);
                    c.open();
                    for (int from = 0; from < fragments.length; from += 100) {
                        c.send(Arrays.copyOfRange(fragments, from, Math.min(fragments.length, from + 100)));
                        if (from + 100 < fragments.length) {
                            c.send(ping("after " + from));
                            c.expectPong("after " + from);
                        }
                    }
                    c.expectText(text);
                    c.expectQuiet();
                });
    }

    private static void inFragments(Client c, Frame message, int size) {
        c.open();
        c.send(message.fragments(size));
        c.expectMessage(message.opcode(), message.payload());
        c.expectQuiet();
    }
}
