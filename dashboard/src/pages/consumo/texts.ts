/** The sentences of “why did it vary” and of the findings of a usuario. */

import type { Idioma } from '../../i18n/i18n';

const es = {
  title: 'Por qué varió',
  ciclo: 'Ciclo',
  against: 'Contra',
  previous: 'el ciclo anterior',
  parts: {
    dias: 'Días',
    uso: 'Uso',
    factor: 'Factor',
    estimados: 'Estimados',
    altas: 'Altas',
    bajas: 'Bajas',
    sin_lectura: 'Sin lectura',
  },
  about: {
    dias: 'El ciclo tuvo más o menos días',
    uso: 'Se usó más o menos por día',
    factor: 'Cambió el factor del medidor',
    estimados: 'Una de las dos lecturas es estimada',
    altas: 'Usuarios que no estaban',
    bajas: 'Usuarios que ya no están',
    sin_lectura: 'Usuarios leídos en uno solo de los dos ciclos',
  },
  chart: (from: string, to: string) => `De ${from} a ${to}, parte por parte`,
  part: 'Parte',
  share: 'Del ciclo con que se compara',
  table: 'Las partes, en una tabla',
  most: 'Quiénes más cambiaron',
  usuario: 'Usuario',
  before: 'Antes [kWh]',
  now: 'Ahora [kWh]',
  change: 'Cambio [kWh]',
  none: 'En uno de los dos ciclos no hay consumo conocido.',
  events: {
    'lectura.vuelta_de_medidor': 'Vuelta de medidor',
    'lectura.vuelta_probable': 'Posible vuelta de medidor',
    'lectura.cambio_de_medidor': 'Cambio de medidor',
    'medidor.cambio_probable': 'Posible cambio de medidor',
    'factor.cambio_no_declarado': 'Posible cambio de factor',
  } as Record<string, string>,
  findings: {
    title: 'Hallazgos',
    ciclo: 'Ciclo',
    what: 'Qué se encontró',
    risk: 'En riesgo [kWh]',
    state: 'Estado',
    states: { abierto: 'Abierto', releer: 'Por releer', decidido: 'Decidido' },
    none: 'Nada que revisar en sus lecturas.',
  },
};

export type VariacionTexts = typeof es;

const en: VariacionTexts = {
  title: 'Why it varied',
  ciclo: 'Ciclo',
  against: 'Against',
  previous: 'the previous ciclo',
  parts: {
    dias: 'Days',
    uso: 'Use',
    factor: 'Factor',
    estimados: 'Estimates',
    altas: 'Joined',
    bajas: 'Left',
    sin_lectura: 'Not read',
  },
  about: {
    dias: 'The ciclo had more or fewer days',
    uso: 'More or less was used per day',
    factor: 'The factor of the meter changed',
    estimados: 'One of the two readings is estimated',
    altas: 'Usuarios that were not there',
    bajas: 'Usuarios that are gone',
    sin_lectura: 'Usuarios read in one of the two ciclos only',
  },
  chart: (from, to) => `From ${from} to ${to}, part by part`,
  part: 'Part',
  share: 'Of the ciclo it is compared with',
  table: 'The parts as a table',
  most: 'Who changed most',
  usuario: 'Usuario',
  before: 'Before [kWh]',
  now: 'Now [kWh]',
  change: 'Change [kWh]',
  none: 'In one of the two ciclos no consumption is known.',
  events: {
    'lectura.vuelta_de_medidor': 'Meter rollover',
    'lectura.vuelta_probable': 'Possible meter rollover',
    'lectura.cambio_de_medidor': 'Meter replaced',
    'medidor.cambio_probable': 'Meter possibly replaced',
    'factor.cambio_no_declarado': 'Factor possibly changed',
  },
  findings: {
    title: 'Findings',
    ciclo: 'Ciclo',
    what: 'What was found',
    risk: 'At risk [kWh]',
    state: 'State',
    states: { abierto: 'Open', releer: 'To re-read', decidido: 'Decided' },
    none: 'Nothing to review in its readings.',
  },
};

export const VARIACION: Record<Idioma, VariacionTexts> = { es, en };
