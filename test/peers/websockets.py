# websockets, asyncio
import asyncio, sys
sys.path.pop(0)  # this folder: its files are named as the packages are
import logging
import websockets

logging.disable(logging.CRITICAL)

async def echo(connection, *_):
    try:
        async for message in connection:
            await connection.send(message)
    except websockets.ConnectionClosed:
        pass

async def main():
    async with websockets.serve(echo, "127.0.0.1", 0, max_size=64 << 20) as server:
        print(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
        await asyncio.Future()

asyncio.run(main())
