/** The sentences of “why did it vary”. */

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
  open: 'Ver el porqué',
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
  open: 'Show why',
};

export const VARIACION: Record<Idioma, VariacionTexts> = { es, en };
