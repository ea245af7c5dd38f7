/** The pages, each one segment below the dashboard's own address; src/consumo/api/static.py serves the same ones. */

export const PAGES = ['resumen', 'usuarios', 'bateria', 'usuario', 'critica', 'balance', 'pronostico', 'importar'] as const;

export type Page = (typeof PAGES)[number];

export const isPage = (text: string): text is Page => (PAGES as readonly string[]).includes(text);
