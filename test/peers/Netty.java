import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import java.net.InetSocketAddress;
import java.util.Date;

class Netty {
    private static final int MOST = 64 << 20;

    public static void main(String[] args) throws Exception {
        var config = WebSocketServerProtocolConfig.newBuilder().websocketPath("/").allowExtensions(true)
                .maxFramePayloadLength(MOST).build();
        var group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        var channel = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel socket) {
                socket.pipeline()
                        .addLast(new HttpServerCodec(), new HttpObjectAggregator(65_536),
                        new WebSocketServerCompressionHandler(MOST),
                        new WebSocketServerProtocolHandler(config), new WebSocketFrameAggregator(MOST), new Echo());
            }
        }).bind("127.0.0.1", 0).sync().channel();
        System.out.println("ws://127.0.0.1:" + ((InetSocketAddress) channel.localAddress()).getPort() + "/");
    }

    private static class Echo extends SimpleChannelInboundHandler<Object> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, Object message) {
            if (message instanceof FullHttpRequest) { // for another path
                var notFound = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND);
                notFound.headers().set("Connection", "close").set("Content-Length", 0).set("Date", new Date());
                context.writeAndFlush(notFound).addListener(ChannelFutureListener.CLOSE);
            }
            if (!(message instanceof WebSocketFrame frame)) { // bytes after the handshake that were not decoded
                return;
            }
            // a frame of its own: what was in the RSV bits of the other is no part of an echo
            ByteBuf payload = frame.content().retain();
            context.writeAndFlush(frame instanceof TextWebSocketFrame ? new TextWebSocketFrame(payload)
                    : new BinaryWebSocketFrame(payload));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable e) {
            // WebSocketServerProtocolHandler closes; a close from here would send Close 1000, whatever happened
        }
    }
}
