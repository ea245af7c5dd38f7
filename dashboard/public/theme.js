// Before the first paint, so that a chosen theme does not flash in the other colours.
try {
  const chosen = localStorage.getItem('consumo.tema');
  const theme = chosen ?? (matchMedia('(prefers-contrast: more)').matches ? 'contrast' : null);
  if (['light', 'dark', 'contrast'].includes(theme)) document.documentElement.dataset.theme = theme;
} catch {
  // Storage refused: the system's theme it is.
}
