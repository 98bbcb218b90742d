// websocket (WebSocket-Node): has no permessage-deflate. accept() throws for what it can't accept
const WebSocketServer = require('websocket').server;
const web = require('http').createServer((request, response) => { response.writeHead(404); response.end(); });
const server = new WebSocketServer({
  httpServer: web, autoAcceptConnections: false, maxReceivedFrameSize: 64 << 20, maxReceivedMessageSize: 64 << 20,
});
server.on('request', (request) => {
  let connection;
  try {
    connection = request.accept(null, request.origin);
  } catch (e) {
    return; // it has answered
  }
  connection.on('message', (message) => {
    if (message.type === 'utf8') connection.sendUTF(message.utf8Data); else connection.sendBytes(message.binaryData);
  });
});
web.listen(0, '127.0.0.1', () => console.log(`ws://127.0.0.1:${web.address().port}/`));
