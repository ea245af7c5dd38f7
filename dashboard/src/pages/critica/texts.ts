import type { Idioma } from '../../i18n/i18n';
import { en } from './en';
import { es, type CriticaTexts } from './es';

export type { CriticaTexts };
export const CRITICA: Record<Idioma, CriticaTexts> = { es, en };
