/** The languages of the page. */

import { en } from './en';
import { es, type Texts } from './es';

export type { Texts };
export type Idioma = 'es' | 'en';

export const IDIOMAS: readonly Idioma[] = ['es', 'en'];
export const TEXTS: Record<Idioma, Texts> = { es, en };

export const isIdioma = (text: string | null): text is Idioma => text === 'es' || text === 'en';
