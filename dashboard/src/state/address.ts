/**
 * What the page shows, as its address says it: `usuario?id=0004&medida=dia&idioma=en`.
 *
 * Ids stand in the query and pages are one segment long: whatever an id is made of, files beside the page are found
 * at `./`, below any path of a reverse proxy.
 */

import { isIdioma, type Idioma } from '../i18n/i18n';
import { isPage, type Page } from './pages';

export type Query = Readonly<Record<string, string>>;
export type Address = { page: Page; query: Query; idioma: Idioma };

/** @param segment the last segment of the path; '' is the first page. */
export function readAddress(segment: string, search: string): Address {
  const { idioma, ...query } = Object.fromEntries(new URLSearchParams(search));
  const { page, rest } = placeOf(segment, query);
  return { page, query: kept(rest), idioma: isIdioma(idioma ?? null) ? (idioma as Idioma) : 'es' };
}

/** The inverse of `readAddress`, relative to any page; what is usual (the first page, Spanish) is not written. */
export function writeAddress({ page, query, idioma }: Address): string {
  const search = new URLSearchParams(kept(query));
  if (idioma !== 'es') search.set('idioma', idioma);
  const text = search.toString();
  return (page === 'resumen' ? './' : page) + (text === '' ? '' : `?${text}`);
}

/** Addresses of the first edition, `?usuario=0004` and `?bateria=B1`, lead to the pages that these now have. */
function placeOf(segment: string, query: Query): { page: Page; rest: Query } {
  const { usuario, bateria, ...rest } = query;
  if (segment !== '') return { page: isPage(segment) ? segment : 'resumen', rest: query };
  if (usuario) return { page: 'usuario', rest: { id: usuario, ...rest } };
  if (bateria) return { page: 'bateria', rest: { id: bateria, ...rest } };
  return { page: 'resumen', rest: query };
}

/** Without what is empty: an absent and an empty value mean the same. */
function kept(query: Query): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
}

/** One of `choices`, the first where the address says something else. */
export function choice<T extends string>(value: string | undefined, choices: readonly [T, ...T[]]): T {
  return choices.find((c) => c === value) ?? choices[0];
}
