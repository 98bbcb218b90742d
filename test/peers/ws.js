// ws: the echo server of its documentation, with permessage-deflate, in a web server with a page for ordinary requests
const { WebSocketServer } = require('ws');
const page = (request, response) => { response.writeHead(404); response.end(); };
const web = process.argv[2]
  ? require('https').createServer({ pfx: require('fs').readFileSync(process.argv[2]), passphrase: 'changeit' }, page)
  : require('http').createServer(page);
const server = new WebSocketServer({ server: web, perMessageDeflate: true, maxPayload: 64 << 20 });
server.on('connection', (socket) => {
  socket.on('error', () => {});
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});
web.listen(0, '127.0.0.1', () => console.log(`${process.argv[2] ? 'wss' : 'ws'}://127.0.0.1:${web.address().port}/`));
