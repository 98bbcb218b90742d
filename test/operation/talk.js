// Two members of a room that are written with ws: node talk.js URL [ORIGIN [SILENCE]]. Each says texts, both hear them,
// compressed, in one order; then they are silent for SILENCE seconds, talk again, and leave. The name in URL is looked
// up nowhere: it is 127.0.0.1. Status 0 if all went well, or 1 and one line that says what did not.
const WebSocket = require('ws');

const [url, origin, silence] = process.argv.slice(2);
const DEADLINE = 20_000;
const LONG = 'A text that is long enough to become shorter. '.repeat(20);

const fail = (why) => {
  console.log(why);
  process.exit(1);
};

function lookup(name, options, found) {
  options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4);
}

// An open connection, with what it hears as a queue of promises.
function member(name) {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { origin, lookup, perMessageDeflate: { threshold: 0 } });
    const heard = [];
    let waiting = null;
    let compressed = 0;
    const give = () => {
      if (waiting && heard.length > 0) {
        waiting(heard.shift());
        waiting = null;
      }
    };
    socket.on('error', (error) => fail(`${name}: ${error.message}`));
    socket.on('close', (code, reason) => {
      heard.push(`closed with ${code} ${reason}`);
      give();
    });
    socket.on('message', (data) => {
      heard.push(data.toString());
      give();
    });
    socket.on('open', () => {
      // compression is seen on the frames: RSV1 is set in their first byte
      socket._socket.prependListener('data', (bytes) => {
        compressed += bytes[0] === 0xc1 ? 1 : 0;
      });
      resolve({
        name,
        say: (text) => socket.send(text),
        leave: () => socket.close(1000),
        hear: () => new Promise((next) => {
          waiting = next;
          give();
        }),
        extensions: socket.extensions,
        compressed: () => compressed,
      });
    });
  });
}

async function expect(listener, pattern) {
  const timer = setTimeout(() => fail(`${listener.name} did not hear ${pattern} in time`), DEADLINE);
  const text = await listener.hear();
  clearTimeout(timer);
  if (!pattern.test(text)) {
    fail(`${listener.name} heard ${JSON.stringify(text.slice(0, 80))}, not ${pattern}`);
  }
}

async function talk(a, b, text) {
  for (const speaker of [a, b]) {
    speaker.say(text);
    for (const listener of [a, b]) {
      await expect(listener, new RegExp(`^from\\d+:${text}\\n$`));
    }
  }
}

(async () => {
  const a = await member('a');
  const b = await member('b');
  await talk(a, b, 'short');
  await talk(a, b, LONG);
  for (const each of [a, b]) {
    if (each.compressed() !== 2) {
      fail(`${each.name}: ${each.compressed()} of 2 long texts came compressed; agreed on: ${each.extensions}`);
    }
  }
  if (silence) {
    await new Promise((end) => setTimeout(end, silence * 1000));
    await talk(a, b, 'again');
  }
  for (const each of [a, b]) {
    each.leave();
    await expect(each, /^closed with 1000/);
  }
})();
