// faye-websocket, with the permessage-deflate of the same author
const WebSocket = require('faye-websocket');
const deflate = require('permessage-deflate');
const web = require('http').createServer((request, response) => { response.writeHead(404); response.end(); });
web.on('upgrade', (request, socket, body) => {
  if (!WebSocket.isWebSocket(request)) {
    socket.end(`HTTP/1.1 400 Bad Request\r\nDate: ${new Date().toUTCString()}\r\nConnection: close\r\n\r\n`);
    return;
  }
  const connection = new WebSocket(request, socket, body, [], { extensions: [deflate], maxLength: 64 << 20 });
  connection.on('message', (event) => connection.send(event.data));
});
web.listen(0, '127.0.0.1', () => console.log(`ws://127.0.0.1:${web.address().port}/`));
