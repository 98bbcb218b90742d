package bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import support.Frame;
import support.Head;

/**
 * The least that this JVM can do for the same job: what comes from one goes to all, in one write for each and turn.
 *
 * <p>There is no protocol. All frames that come have one length, known in advance, and are texts; nothing is checked or
 * limited, nothing times out, and all members wait for the slowest. Only the opening handshake is answered as it must
 * be, for the sake of the load generator, and the texts are unmasked, so that it finds its markers. What goes out has
 * the length of the room's {@code from<number>:<text>} and line feed. A server that does all that a server has to do is
 * measured against this.
 */
final class Floor {
    private static final byte[] PREFIX = "from1:".getBytes(US_ASCII);
    private static final int READ_BUFFER = 64 << 10;

    private final int bytes;
    private final int frameSize;
    private final Selector selector = Selector.open();
    private final Selector untilWritable = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final List<Member> members = new ArrayList<>();
    private final ByteBuffer in;
    private final ByteBuffer out;

    private static final class Member {
        final SocketChannel channel;
        /** The beginning of a request, later of a frame. */
        final ByteBuffer rest;
        boolean isOpen;

        Member(SocketChannel channel, int most) {
            this.channel = channel;
            this.rest = ByteBuffer.allocate(most);
        }
    }

    private Floor(int bytes) throws IOException {
        this.bytes = bytes;
        frameSize = TextFrame.size(bytes);
        in = ByteBuffer.allocateDirect(Math.max(READ_BUFFER, 2 * frameSize));
        out = ByteBuffer.allocateDirect(Math.max(1 << 20, 2 * frameSize));
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 1024).configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        Settings settings = new Settings("java -cp build/bench bench.Floor key=value …\n"
                + "The least that a JVM can do for a broadcast; bench.Main starts it.")
                .number("bytes", 32, Marker.LENGTH, 1 << 20, "bytes", "length of every text that will come")
                .number("seconds", 600, 1, 86_400, "seconds", "after which it ends in any case")
                .parse(args);
        Programs.endWithParent();
        Floor floor = new Floor(settings.number("bytes"));
        System.out.println("floor at ws://127.0.0.1:" + floor.server.socket().getLocalPort() + "/");
        long end = System.nanoTime() + settings.number("seconds") * 1_000_000_000L;
        while (System.nanoTime() < end) {
            floor.turn();
        }
    }

    private void turn() throws IOException {
        selector.select(this::ready, 1000);
        flush();
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                read((Member) key.attachment());
            }
        } catch (IOException e) {
            leave((Member) key.attachment());
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel; (channel = server.accept()) != null;) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, new Member(channel, Math.max(4096, frameSize)));
        }
    }

    private void leave(Member member) {
        members.remove(member);
        Opening.closeQuietly(member.channel);
    }

    private void read(Member member) throws IOException {
        in.clear().put(member.rest.flip());
        member.rest.clear();
        if (member.channel.read(in) < 0) {
            leave(member);
            return;
        }
        int end = in.position();
        int at = member.isOpen ? frames(end) : open(member, end);
        member.rest.put(in.position(at).limit(end));
    }

    private int open(Member member, int end) throws IOException {
        byte[] request = new byte[end];
        in.get(0, request);
        if (end < 4 || in.getInt(end - 4) != 0x0D0A0D0A) {
            return 0;
        }
        String key = Head.read(new ByteArrayInputStream(request)).field("Sec-WebSocket-Key");
        String response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + Opening.accept(key) + "\r\n\r\n";
        member.channel.write(ByteBuffer.wrap(response.getBytes(ISO_8859_1)));
        member.isOpen = true;
        members.add(member);
        return end;
    }

    private int frames(int end) throws IOException {
        int header = TextFrame.headerSize(bytes);
        int at = 0;
        for (; end - at >= frameSize; at += frameSize) {
            if (out.remaining() < frameSize + 16) {
                flush();
            }
            Frame.putHeader(out, Frame.TEXT, 0, PREFIX.length + bytes + 1);
            out.put(PREFIX);
            TextFrame.copyMasked(in, at + header + 4, at + frameSize, in.getInt(at + header), out);
            out.put((byte) '\n');
        }
        return at;
    }

    private void flush() throws IOException {
        if (out.position() == 0) {
            return;
        }
        out.flip();
        for (int i = members.size() - 1; i >= 0; i--) {
            Member member = members.get(i);
            try {
                member.channel.write(out.rewind());
                while (out.hasRemaining()) {
                    waitFor(member);
                    member.channel.write(out);
                }
            } catch (IOException e) {
                leave(member);
            }
        }
        out.clear();
    }

    private void waitFor(Member member) throws IOException {
        SelectionKey key = member.channel.register(untilWritable, SelectionKey.OP_WRITE);
        untilWritable.select();
        untilWritable.selectedKeys().clear();
        key.interestOps(0);
    }
}
