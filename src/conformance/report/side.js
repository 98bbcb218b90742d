// A cell opens what that server sent. Its verdicts are packed, gzip in base64, until they are first asked for.
const unpacked = {};
const panel = document.getElementById('cell');

async function verdicts(column) {
  if (!unpacked[column]) {
    const base64 = document.getElementById('verdicts' + column).textContent;
    const packed = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    unpacked[column] = await new Response(plain).json();
  }
  return unpacked[column];
}

async function show(button) {
  const row = button.closest('tr');
  const column = button.closest('td').cellIndex - 1;
  const all = await verdicts(column);
  document.querySelector('.side .open')?.classList.remove('open');
  button.classList.add('open');
  const server = document.querySelectorAll('.side thead th')[column + 1].textContent;
  panel.querySelector('h3').textContent = server + ', ' + row.id;
  panel.querySelector('div').innerHTML = all[row.id];
  panel.scrollTop = 0;
  panel.show();
  history.replaceState(null, '', '#' + row.id + '@' + column);
}

addEventListener('click', (event) => {
  const button = event.target.closest('.side button');
  if (button) show(button);
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') panel.close();
});
panel.addEventListener('close', () => document.querySelector('.side .open')?.classList.remove('open'));

const [id, column] = decodeURIComponent(location.hash.slice(1)).split('@');
const row = id && document.getElementById(id);
if (row) {
  document.getElementById('everything').checked = true;
  row.closest('tbody').querySelector('input').checked = true;
  row.scrollIntoView();
  const button = row.cells[Number(column) + 1]?.querySelector('button');
  if (button) show(button);
}
