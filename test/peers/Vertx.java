import io.vertx.core.http.HttpServerOptions;

class Vertx {
    public static void main(String[] args) {
        var options = new HttpServerOptions().setHost("127.0.0.1").setPort(0).setMaxWebSocketMessageSize(64 << 20)
                .setMaxWebSocketFrameSize(64 << 20);
        io.vertx.core.Vertx.vertx().createHttpServer(options).webSocketHandler(socket -> {
            socket.textMessageHandler(socket::writeTextMessage);
            socket.binaryMessageHandler(socket::writeBinaryMessage);
        }).listen().onSuccess(server -> System.out.println("ws://127.0.0.1:" + server.actualPort() + "/"))
                .onFailure(Throwable::printStackTrace);
    }
}
