// Before the first paint, so that a chosen theme does not flash in the other colours.
try {
  const theme = localStorage.getItem('consumo.tema');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage refused: the system's theme it is.
}
