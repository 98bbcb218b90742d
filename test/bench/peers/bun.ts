// A broadcast server on Bun, to compare with: each path is a room. As its documentation has it, with publish.
let numbers = 0;
const server = Bun.serve<{ number: number; room: string }>({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request, server) {
    const room = new URL(request.url).pathname;
    return server.upgrade(request, { data: { number: ++numbers, room } }) ? undefined : new Response("room");
  },
  websocket: {
    perMessageDeflate: false,
    open(socket) {
      socket.subscribe(socket.data.room);
    },
    message(socket, message) {
      server.publish(socket.data.room, `from${socket.data.number}:${message}\n`);
    },
  },
});
console.log(`bun at ws://127.0.0.1:${server.port}/`);
