/** Every sentence of the page in English; the words of the glossary stay as they are. */

import type { Texts } from './es';

const plural = (n: number, count: string, one: string, many: string) => `${count} ${n === 1 ? one : many}`;

export const en: Texts = {
  subtitle: 'Electricity consumption',
  skip: 'Skip to content',
  language: 'Language',
  languageName: 'English',
  theme: { label: 'Theme', auto: 'Automatic', light: 'Light', dark: 'Dark' },
  version: (version) => `Version ${version}`,
  published: (moment) => `Data of ${moment}`,
  docs: 'API',

  search: {
    label: 'Search for a usuario by id, name or meter',
    placeholder: 'Search usuario',
    key: 'Key /',
    searching: 'Searching…',
    none: (q) => `No usuario matches “${q}”.`,
    more: (n, count) => plural(n, count, 'more usuario', 'more usuarios') + ': type something more precise.',
    found: (n, count) => plural(n, count, 'usuario found', 'usuarios found'),
    battery: 'Batería',
    meter: 'Meter',
  },

  ciclo: {
    open: 'Open ciclo',
    closed: 'Closed ciclo',
    range: (from, to, days) => `${from} to ${to} (${days} days)`,
    kwh: 'Consumption of the ciclo',
    perDay: 'Per day',
    read: 'Meters read',
    readOf: (read, supplied) => `${read} of ${supplied}`,
    findings: 'Findings',
    findingsNote: 'Readings to review',
    noFindings: 'Nothing to review',
    versus: (change) => `${change} vs. previous ciclo`,
    versusYear: (change) => `${change} vs. a year ago`,
  },

  baterias: {
    title: 'Baterías',
    caption: 'Consumption of each batería in the ciclo, and its change per day',
    name: 'Batería',
    kwh: 'kWh',
    previous: 'Previous ciclo',
    year: 'A year ago',
    read: 'Read',
    findings: 'Findings',
    total: 'Total',
    note: 'Changes of consumption per day, among the usuarios read in both ciclos.',
  },

  usuarios: {
    title: (bateria) => `Usuarios of ${bateria}`,
    name: 'Usuario',
    more: 'Show more',
    shown: (shown, total) => `${shown} of ${total}`,
  },

  chart: {
    of: { total: 'Total consumption', bateria: 'Batería', usuario: 'Usuario' },
    back: 'Show the total',
    unit: 'kWh per ciclo',
    unitDay: 'kWh per day',
    measure: 'Measure',
    history: 'Consumption',
    trend: 'Trend',
    forecast: 'Forecast',
    band: (level) => `${level} interval`,
    estimated: 'Estimated reading',
    questionable: 'To review',
    help: 'Chart of consumption. The arrow keys move from ciclo to ciclo.',
    between: (low, high) => `${low} to ${high}`,
    missing: 'no reading',
    table: 'Show the data as a table',
    ciclo: 'Ciclo',
    days: 'Days',
  },

  model: {
    preparing: 'Forecast being prepared; it will show here as soon as it is ready.',
    error: (model, wape) => `Forecast “${model}”: in its test it was wrong by ${wape} of consumption on average`,
    naive: (wape) => `repeating the year before would have been wrong by ${wape}`,
    untested: (model) => `Forecast “${model}”, not yet tested on the data of this workbook.`,
  },

  sentence: {
    subject: { total: 'Total consumption', bateria: (id) => `Batería ${id}`, usuario: (id) => `Usuario ${id}` },
    used: (kwh, ciclo, perDay) => ` was ${kwh} kWh in ${ciclo} (${perDay} kWh per day)`,
    consumed: (kwh, ciclo, perDay) => ` used ${kwh} kWh in ${ciclo} (${perDay} kWh per day)`,
    none: (ciclo) => ` has no known consumption in ${ciclo}.`,
    more: (size) => `${size} more per day than`,
    less: (size) => `${size} less per day than`,
    same: 'the same per day as',
    previous: 'in the previous ciclo',
    year: 'a year earlier',
    and: 'and',
    partial: ' This ciclo is open: some readings are still to come.',
    expected: (kwh, ciclo) => ` About ${kwh} kWh are expected in ${ciclo}`,
    likely: (low, high, level) => ` (between ${low} and ${high} with a probability of ${level})`,
  },

  state: {
    loading: 'Loading…',
    retry: 'Try again',
    newData: 'There are new data.',
    refresh: 'Show them',
    offline: 'The server could not be reached.',
    offlineHelp: 'Check that “consumo servir” is running and try again. What is on screen has not been updated.',
    refused: 'The server could not answer.',
    notFound: 'That is not in the published data.',
    emptyTitle: 'No data yet',
    emptyText: 'Import the workbook of readings and this page fills by itself:',
    emptySample: 'None at hand? These two commands make a sample and import it:',
    emptyFile: 'readings.xlsx',
    emptySampleFile: 'sample.xlsx',
  },

  token: {
    title: 'This server asks for a token',
    text: 'The terminal shows it the first time it starts, and it stays in the data folder. It is kept in this tab only.',
    label: 'Token',
    wrong: 'That token is not this server’s.',
    send: 'Enter',
  },
};
