/** A finding with everything, for tests. */

import type { Hallazgo } from '../../api/types';

export function sampleHallazgo(more: Partial<Hallazgo> = {}): Hallazgo {
  const historia = [100, 104, null, 98, 102, 1020].map((kwh, k) => ({
    ciclo: `2025-0${k + 1}`,
    dias: 30,
    kwh,
    kwh_crudo: kwh,
    kwh_dia: kwh === null ? null : kwh / 30,
    calidad: kwh === null ? null : 17,
    lectura_anterior: 1000 + 100 * k,
    lectura_actual: 1100 + 100 * k,
    factor: 1,
  }));
  return {
    id: 'h1',
    identidad: 'h1',
    codigo: 'consumo.alto',
    severidad: 'revisar',
    mensaje: 'El usuario 6A consumió 1.020 kWh.',
    esperado: 'entre 90 y 112 kWh',
    sugerencia: 'Verifique la lectura.',
    usuario: '6A',
    bateria: 'Norte',
    ciclo: '2025-06',
    hoja: null,
    fila: null,
    columna: null,
    valor: null,
    veces: 1,
    evidencia: {},
    kwh_en_riesgo: 918,
    rango: { minimo: 90, maximo: 112, unidad: 'kWh' },
    propuesta: { tipo: 'digito', campo: 'lectura_actual', de: 2520, a: 1602, kwh: 102, cuenta: {}, texto: '1.602 − 1.500 = 102 kWh' },
    alternativas: [],
    estimacion: { tipo: 'estimacion', campo: 'kwh', de: 1020, a: 101, kwh: 101, cuenta: {}, texto: 'la mediana de 5 ciclos' },
    estado: 'abierto',
    decision: null,
    nota: null,
    historia,
    ...more,
  };
}
