// A cell opens what that server sent. Each server's verdicts are packed: gzip, in base64; they are unpacked when they are first asked for.
const unpacked = {};
const panel = document.getElementById('cell');

async function verdicts(column) {
  if (!unpacked[column]) {
    const packed = Uint8Array.from(atob(document.getElementById('verdicts' + column).textContent), (c) => c.charCodeAt(0));
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
  panel.querySelector('h3').textContent = document.querySelectorAll('.side thead th')[column + 1].textContent + ', ' + row.id;
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
