/** The view in force, kept equal to the page's address: links, reload, back and forward all work. */

import { formatOf, localeOf, type Format } from '../format/format';
import { TEXTS, type Texts } from '../i18n/i18n';
import { readAddress, writeAddress, type View } from './address';

let current = $state.raw<View>(readAddress(location.search));
// Each its own signal: another scope must not ask again for what depends on the language alone.
const scope = $derived(current.scope);
const idioma = $derived(current.idioma);
const medida = $derived(current.medida);
const format = $derived(formatOf(localeOf(idioma, navigator.languages)));

export const view = {
  get scope() {
    return scope;
  },
  get idioma() {
    return idioma;
  },
  get medida() {
    return medida;
  },
  get texts(): Texts {
    return TEXTS[idioma];
  },
  get format(): Format {
    return format;
  },
  /** The address of this view with `change`, for a link. */
  href(change: Partial<View>): string {
    return writeAddress({ ...current, ...change }) || './';
  },
  /** Show `change`; a step of the browser's history unless it is the same address. */
  show(change: Partial<View>): void {
    const next = { ...current, ...change };
    const address = location.pathname + writeAddress(next);
    if (address !== location.pathname + location.search) history.pushState(null, '', address);
    current = next;
  },
};

addEventListener('popstate', () => {
  current = readAddress(location.search);
});

/** Follow a link within the page without loading it again; a click meant for a new tab is left alone. */
export function follow(event: MouseEvent, change: Partial<View>): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  view.show(change);
}
