import asyncio, sys
sys.path.pop(0)  # this folder: its files are named as the packages are
import logging
import tornado.httpserver, tornado.netutil, tornado.web, tornado.websocket

logging.disable(logging.CRITICAL)

class Echo(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):
        return True

    def get_compression_options(self):
        return {}

    def on_message(self, message):
        self.write_message(message, binary=isinstance(message, bytes))

async def main():
    sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
    application = tornado.web.Application([("/", Echo)], websocket_max_message_size=64 << 20)
    tornado.httpserver.HTTPServer(application).add_sockets(sockets)
    print(f"ws://127.0.0.1:{sockets[0].getsockname()[1]}/", flush=True)
    await asyncio.Future()

asyncio.run(main())
