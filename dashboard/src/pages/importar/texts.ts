import type { Idioma } from '../../i18n/i18n';
import { en } from './en';
import { es, type ImportarTexts } from './es';

export const IMPORTAR: Record<Idioma, ImportarTexts> = { es, en };
