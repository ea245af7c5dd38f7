/** The view in force, kept equal to the page's address: links, reload, back and forward all work. */

import { tick } from 'svelte';

import { formatOf, localeOf, type Format } from '../format/format';
import { TEXTS, type Idioma, type Texts } from '../i18n/i18n';
import { readAddress, writeAddress, type Address, type Query } from './address';
import type { Page } from './pages';

/** A change of the query: null takes a key out. */
export type Change = Readonly<Record<string, string | null>>;

const segmentOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const here = () => readAddress(segmentOf(location.pathname), location.search);

let current = $state.raw<Address>(here());
// Each its own signal: another usuario must not ask again for what depends on the language alone.
const page = $derived(current.page);
const query = $derived(current.query);
const idioma = $derived(current.idioma);
const format = $derived(formatOf(localeOf(idioma, navigator.languages)));

export const view = {
  get page() {
    return page;
  },
  get query() {
    return query;
  },
  get idioma() {
    return idioma;
  },
  get texts(): Texts {
    return TEXTS[idioma];
  },
  get format(): Format {
    return format;
  },
  /** The address of a page, for a link: any `<a>` with it is followed without loading the page again. */
  href(to: Page, with_: Query = {}): string {
    return writeAddress({ page: to, query: with_, idioma });
  },
  /** The address of this page with `change`. */
  here(change: Change): string {
    return writeAddress({ ...current, query: changed(current.query, change) });
  },
  /** Show this page with `change`: a step of the browser's history, or in place of the step it is on. */
  set(change: Change, { replace = false } = {}): void {
    move({ ...current, query: changed(current.query, change) }, replace);
  },
  speak(language: Idioma): void {
    move({ ...current, idioma: language }, true);
  },
  go(to: Page, with_: Query = {}): void {
    arrive(writeAddress({ page: to, query: with_, idioma }));
  },
};

function changed(base: Query, change: Change): Query {
  const next: Record<string, string> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete next[key];
    else next[key] = value;
  }
  return next;
}

function move(next: Address, replace: boolean): void {
  const address = new URL(writeAddress(next), location.href);
  if (address.href !== location.href) {
    if (replace) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
  }
  current = next;
}

/** Another page: from its top, with the focus where its content begins. */
function arrive(address: string): void {
  const before = current.page;
  history.pushState(null, '', address);
  current = here();
  scrollTo(0, 0);
  if (current.page !== before) void tick().then(() => document.getElementById('contenido')?.focus({ preventScroll: true }));
}

addEventListener('popstate', () => {
  current = here();
});

/** Follow every plain click on a link of the dashboard's own; one meant for a new tab or a file is left alone. */
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.target !== '' || link.hasAttribute('download') || link.dataset['page'] === undefined) return;
  event.preventDefault();
  if (link.href !== location.href) arrive(link.href);
});

// An old or padded address is written as it is now.
history.replaceState(history.state, '', new URL(writeAddress(here()), location.href));
