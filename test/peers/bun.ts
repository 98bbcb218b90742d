// Bun.serve, with permessage-deflate
const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  routes: {
    '/': (request, server) => server.upgrade(request) ? undefined : new Response('', { status: 404 }),
  },
  fetch: () => new Response('', { status: 404 }),
  websocket: {
    perMessageDeflate: true,
    maxPayloadLength: 64 << 20,
    message(socket, message) { socket.send(message); },
  },
});
console.log(`ws://127.0.0.1:${server.port}/`);
