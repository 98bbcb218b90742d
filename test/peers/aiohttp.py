import asyncio, sys
sys.path.pop(0)  # this folder: its files are named as the packages are
import logging
from aiohttp import WSMsgType, web

logging.disable(logging.CRITICAL)

async def echo(request):
    connection = web.WebSocketResponse(max_msg_size=64 << 20, compress=True)
    await connection.prepare(request)
    async for message in connection:
        if message.type == WSMsgType.TEXT:
            await connection.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await connection.send_bytes(message.data)
    return connection

async def main():
    application = web.Application()
    application.router.add_get("/", echo)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(f"ws://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/", flush=True)
    await asyncio.Future()

asyncio.run(main())
