// Runs before the first paint, so that the page does not flash in the wrong colors.
(() => {
  const stored = localStorage.getItem('vigia.theme');
  if (stored === 'light' || stored === 'dark') document.documentElement.dataset.theme = stored;
})();
