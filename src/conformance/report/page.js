// A link to a case opens it, and shows it even if the filter leaves it out.
function reveal() {
  const at = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!at || !at.matches('.case')) return;
  if (getComputedStyle(at).display === 'none' || getComputedStyle(at.parentElement).display === 'none')
    document.getElementById('all').checked = true;
  at.open = true;
  at.scrollIntoView();
}
addEventListener('hashchange', reveal);
addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link && link.hash === location.hash) reveal();
});
reveal();
