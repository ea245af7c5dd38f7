/** An answer with a case of each kind, for tests: a gap, an estimated reading, a finding, unequal ciclos, a forecast. */

import type { Consumo } from '../api/types';

const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31];
const KWH = [310, 290, 300, null, 280, 270, 260, 250, 262, 281, 300, 322, 318];

export function sampleConsumo(): Consumo {
  let day = Date.parse('2024-01-01');
  const range = (dias: number) => {
    const desde = new Date(day).toISOString().slice(0, 10);
    day += dias * 86_400_000;
    return { ciclo: desde.slice(0, 7), desde, hasta: new Date(day).toISOString().slice(0, 10), dias };
  };
  const historico = KWH.map((kwh, k) => {
    const dates = range(LENGTHS[k] ?? 30);
    const kwh_dia = kwh === null ? null : kwh / dates.dias;
    const calidad = kwh === null ? null : k === 5 ? 8 : 17;
    return { ...dates, kwh, kwh_dia, calidad, hallazgos: k === 9 ? 2 : 0 };
  });
  const predicciones = [28, 31].map((dias, k) => {
    const kwh = 300 + 10 * k;
    return { ...range(dias), kwh, intervalos: { '80': [kwh - 20, kwh + 20], '95': [kwh - 40, kwh + 40] } as Bands, medido: null };
  });
  return {
    version_datos: 'v-1',
    ambito: { tipo: 'usuario', id: '0004', nombre: 'Ana Muñoz' },
    unidad: 'kWh',
    historico,
    tendencia: {
      grado: 1,
      coeficientes: [9, 0.1],
      r2: 0.1,
      valores: historico.map(({ ciclo }, k) => ({ ciclo, kwh: 280 + k })),
      proyeccion: predicciones.map(({ ciclo }, k) => ({ ciclo, kwh: 293 + k })),
    },
    predicciones,
    modelo: {
      nombre: 'lgbm',
      version: '1',
      estado: 'listo',
      entrenado_con: { usuarios: 60, ciclos: 13 },
      error: { wape: 0.08, mase: 0.7, ingenuo_wape: 0.12, ingenuo_mase: 1 },
      motivo: '',
      codigo: null,
      avance: null,
    },
  };
}

/** The same twelve days into its last ciclo: the history has those, the first forecast is of the whole of it. */
export function begunConsumo(): Consumo {
  const consumo = sampleConsumo();
  const last = consumo.historico.at(-1)!;
  const { ciclo, desde, hasta, dias } = last;
  const medido = { kwh: 132, dias: 12, usuarios: 1 };
  const whole = { ciclo, desde, hasta, dias, kwh: 330, intervalos: { '80': [315, 345], '95': [305, 355] } as Bands, medido };
  consumo.historico.splice(-1, 1, { ...last, hasta: '2025-01-13', dias: 12, kwh: 132, kwh_dia: 11 });
  consumo.tendencia.valores.splice(-1, 1, { ciclo, kwh: null });
  consumo.tendencia.proyeccion.unshift({ ciclo, kwh: 310 });
  return { ...consumo, predicciones: [whole, ...consumo.predicciones] };
}

type Bands = Record<string, [number, number]>;
