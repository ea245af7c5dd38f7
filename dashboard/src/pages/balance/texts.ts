/** The sentences of the balance. */

import type { Idioma } from '../../i18n/i18n';

const es = {
  title: 'Balance de energía',
  titleOf: (bateria: string) => `Balance de ${bateria}`,
  intro: 'Lo que entró por el totalizador de cada batería contra lo que se midió a sus usuarios.',
  bateria: 'Batería',
  all: 'Todas',
  noTotalizer: 'Ninguna batería tiene totalizador en los datos: sin él no se puede saber cuánto se pierde. Impórtelo en una hoja «Totalizadores».',
  delivered: 'Entregado',
  measured: 'Medido',
  loss: 'Pérdida sin explicar',
  lossUnit: '% de lo entregado',
  chart: (name: string) => `Pérdida de ${name} por ciclo, como parte de lo entregado`,
  gap: '–',
  gapNote: (coverage: string) => `Donde se leyó menos del ${coverage} de los medidores no se da pérdida (–).`,
  trend: {
    sube: (rate: string, n: number) => `La pérdida sube: ${rate} por año, en ${n} ciclos.`,
    baja: (rate: string, n: number) => `La pérdida baja: ${rate} por año, en ${n} ciclos.`,
    estable: (_: string, n: number) => `La pérdida no muestra tendencia en ${n} ciclos.`,
  },
  points: (size: string) => `${size} puntos`,
  table: 'Balance por ciclo',
  columns: {
    ciclo: 'Ciclo',
    entregado: 'Entregado',
    medido: 'Medido',
    estimado: 'De ello, estimado',
    autorizado: 'Autorizado',
    ajuste: 'Ajuste de fechas',
    sin_leer: 'Sin leer',
    perdida_kwh: 'Pérdida',
    perdida: 'Pérdida',
    neta: 'Sin lo no leído',
    cobertura: 'Leídos',
  },
  showAll: (count: string) => `Mostrar los ${count}`,
  latest: (ciclo: string) => `Baterías en ${ciclo}`,
  suspects: 'Dónde mirar primero',
  suspectsNote: (usual: string, rise: string) =>
    `La pérdida estuvo por encima de lo habitual (${usual}) en algunos ciclos: ${rise} kWh. Estos usuarios bajaron su consumo justo entonces. Es un lugar donde mirar, no una acusación.`,
  noSuspects: 'Ningún usuario bajó su consumo justo cuando subió la pérdida.',
  usuario: 'Usuario',
  drop: 'Bajó [kWh]',
  explains: 'Explica del alza',
};

export type BalanceTexts = typeof es;

const en: BalanceTexts = {
  title: 'Energy balance',
  titleOf: (bateria) => `Balance of ${bateria}`,
  intro: 'What came in through the master meter of each batería against what was measured at its usuarios.',
  bateria: 'Batería',
  all: 'All',
  noTotalizer: 'No batería has a master meter in the data: without one nobody can tell how much is lost. Import it in a sheet “Totalizadores”.',
  delivered: 'Delivered',
  measured: 'Measured',
  loss: 'Unexplained loss',
  lossUnit: '% of what was delivered',
  chart: (name) => `Loss of ${name} by ciclo, as a part of what was delivered`,
  gap: '–',
  gapNote: (coverage) => `Where less than ${coverage} of the meters were read no loss is given (–).`,
  trend: {
    sube: (rate, n) => `The loss is rising: ${rate} a year, over ${n} ciclos.`,
    baja: (rate, n) => `The loss is falling: ${rate} a year, over ${n} ciclos.`,
    estable: (_, n) => `The loss shows no trend over ${n} ciclos.`,
  },
  points: (size) => `${size} points`,
  table: 'Balance by ciclo',
  columns: {
    ciclo: 'Ciclo',
    entregado: 'Delivered',
    medido: 'Measured',
    estimado: 'Estimated part',
    autorizado: 'Authorised',
    ajuste: 'Date adjustment',
    sin_leer: 'Not read',
    perdida_kwh: 'Loss',
    perdida: 'Loss',
    neta: 'Without the unread',
    cobertura: 'Read',
  },
  showAll: (count) => `Show all ${count}`,
  latest: (ciclo) => `Baterías in ${ciclo}`,
  suspects: 'Where to look first',
  suspectsNote: (usual, rise) =>
    `The loss was above its usual level (${usual}) in some ciclos: ${rise} kWh. These usuarios used less just then. It is a place to look, not an accusation.`,
  noSuspects: 'No usuario used less just when the loss rose.',
  usuario: 'Usuario',
  drop: 'Used less [kWh]',
  explains: 'Explains of the rise',
};

export const BALANCE: Record<Idioma, BalanceTexts> = { es, en };
