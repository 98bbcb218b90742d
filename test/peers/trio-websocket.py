# trio-websocket, which is wsproto with sockets. Not with serve_websocket: what one connection throws there ends the
# whole server
import sys
sys.path.pop(0)  # this folder: its files are named as the packages are
import logging
import trio
from trio_websocket import wrap_server_stream

logging.disable(logging.CRITICAL)
HANDSHAKE_SECONDS = 60  # as serve_websocket has it

async def serve(stream):
    try:
        async with trio.open_nursery() as nursery:
            with trio.move_on_after(HANDSHAKE_SECONDS) as handshake:
                request = await wrap_server_stream(nursery, stream, max_message_size=64 << 20)
            if handshake.cancelled_caught:
                nursery.cancel_scope.cancel()
                return
            connection = await request.accept()
            try:
                while True:
                    await connection.send_message(await connection.get_message())
            finally:
                await connection.aclose()
    except Exception:  # ConnectionClosed; LocalProtocolError for a connection that has just been closed; and others
        pass
    finally:
        await trio.aclose_forcefully(stream)

async def main():
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
    print(f"ws://127.0.0.1:{listeners[0].socket.getsockname()[1]}/", flush=True)
    await trio.serve_listeners(serve, listeners)

trio.run(main)
