/** Sentences of the API as the page writes: ciclos by their names, the minus of print, the percent sign of the language. */

import type { Format } from './format';

// Not what is part of a date, a file's name or an id.
const CICLO = /(?<![\w./-])(ciclo )?(\d{4}-(?:0[1-9]|1[0-2])z*[b-y]?)(?![\w-]|[./]\w)/g;

export function prose(text: string, format: Format): string {
  const spanish = format.locale.startsWith('es');
  const named = text.replace(CICLO, (_, word: string | undefined, id: string) =>
    word === undefined ? format.ciclo(id) : `${word}${spanish ? 'de ' : ''}${format.ciclo(id)}`,
  );
  return capital(named.replace(/(^|[\s(:,;])-(?=\d)/g, '$1−').replace(/(\d) %/g, spanish ? '$1\u00a0%' : '$1%'));
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
