# trio-websocket, which is wsproto with sockets
import sys
sys.path.pop(0)  # this folder: its files are named as the packages are
import logging
import trio
from wsproto.utilities import LocalProtocolError
from trio_websocket import ConnectionClosed, serve_websocket

logging.disable(logging.CRITICAL)

async def echo(request):
    connection = await request.accept()
    try:
        while True:
            await connection.send_message(await connection.get_message())
    except (ConnectionClosed, LocalProtocolError):  # the second: a message for a connection that has just been closed
        pass

async def main():
    async with trio.open_nursery() as nursery:
        server = await nursery.start(lambda task_status: serve_websocket(
            echo, "127.0.0.1", 0, None, max_message_size=64 << 20, handler_nursery=nursery, task_status=task_status))
        print(f"ws://127.0.0.1:{server.port}/", flush=True)

trio.run(main)
