/** The sections of the navigation, in the order of a working day, and the pages that belong to each. */

import type { Page } from '../state/pages';

export type SectionName = 'resumen' | 'usuarios' | 'critica' | 'balance' | 'pronostico' | 'importar';
export type Section = { page: Page; name: SectionName; pages: readonly Page[]; icon: string };

export const SECTIONS: readonly Section[] = [
  { page: 'resumen', name: 'resumen', pages: ['resumen', 'bateria'], icon: 'M4 19V5M4 19h16M8 15l3.5-4 3 2.5L20 7' },
  { page: 'usuarios', name: 'usuarios', pages: ['usuarios', 'usuario'], icon: 'M4 7h16M4 12h16M4 17h10' },
  { page: 'critica', name: 'critica', pages: ['critica'], icon: 'M12 4 3 19.5h18L12 4zM12 10v4.5M12 17v.2' },
  { page: 'balance', name: 'balance', pages: ['balance'], icon: 'M12 4v16M7 20h10M5 7h14M5 7l-2.5 6h5L5 7zM19 7l-2.5 6h5L19 7z' },
  { page: 'pronostico', name: 'pronostico', pages: ['pronostico'], icon: 'M4 18l5-6 4 3M13 15l3-4M16 11l4-5M20 6h-4M20 6v4' },
  { page: 'importar', name: 'importar', pages: ['importar'], icon: 'M12 15V4M8 8l4-4 4 4M4 15v5h16v-5' },
];
