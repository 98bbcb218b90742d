// ws: the echo server of its documentation, with permessage-deflate
const { WebSocketServer } = require('ws');
const web = process.argv[2]
  ? require('https').createServer({ pfx: require('fs').readFileSync(process.argv[2]), passphrase: 'changeit' })
  : require('http').createServer();
const server = new WebSocketServer({ server: web, perMessageDeflate: true, maxPayload: 64 << 20 });
server.on('connection', (socket) => {
  socket.on('error', () => {});
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});
web.listen(0, '127.0.0.1', () => console.log(`${process.argv[2] ? 'wss' : 'ws'}://127.0.0.1:${web.address().port}/`));
