/** Light, dark, high contrast or the system's choice; public/theme.js applies it before the first paint. */

export type Theme = 'auto' | 'light' | 'dark' | 'contrast';
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark', 'contrast'];

const KEY = 'consumo.tema';

let current = $state<Theme>(applied());

export const theme = {
  get current() {
    return current;
  },
  choose(next: Theme): void {
    current = next;
    if (next === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
    try {
      if (next === 'auto') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, next);
    } catch {
      // Not remembered, but in force.
    }
  },
};

function applied(): Theme {
  const set = document.documentElement.dataset['theme'];
  return THEMES.find((t) => t === set) ?? 'auto';
}
