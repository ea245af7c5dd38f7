/** What the page shows, as its address says it: `?bateria=B1&idioma=en&medida=dia`. Everything else is left out. */

import type { Scope } from '../api/client';
import { isIdioma, type Idioma } from '../i18n/i18n';

export type Medida = 'ciclo' | 'dia';
export type View = { scope: Scope; idioma: Idioma; medida: Medida };

export function readAddress(search: string): View {
  const query = new URLSearchParams(search);
  const idioma = query.get('idioma');
  return {
    scope: scopeOf(query.get('usuario'), query.get('bateria')),
    idioma: isIdioma(idioma) ? idioma : 'es',
    medida: query.get('medida') === 'dia' ? 'dia' : 'ciclo',
  };
}

/** The inverse of `readAddress`; what is usual (Spanish, per ciclo, the total) is not written. */
export function writeAddress({ scope, idioma, medida }: View): string {
  const query = new URLSearchParams();
  if (scope.usuario !== undefined) query.set('usuario', scope.usuario);
  else if (scope.bateria !== undefined) query.set('bateria', scope.bateria);
  if (medida !== 'ciclo') query.set('medida', medida);
  if (idioma !== 'es') query.set('idioma', idioma);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** A usuario wins over a bateria: the API takes one of the two. */
function scopeOf(usuario: string | null, bateria: string | null): Scope {
  if (usuario) return { usuario };
  return bateria ? { bateria } : {};
}
