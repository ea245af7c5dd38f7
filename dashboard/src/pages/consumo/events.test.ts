import { expect, it } from 'vitest';

import type { Hallazgo } from '../../api/types';
import { eventsOf } from './events';

it('keeps what happened to the meter, by ciclo', () => {
  const finding = (codigo: string, ciclo: string | null) => ({ codigo, ciclo }) as Hallazgo;
  const found = [finding('m.vuelta', '2025-05'), finding('consumo.alto', '2025-05'), finding('m.cambio', '2025-05'), finding('m.vuelta', null)];
  expect([...eventsOf(found, { 'm.vuelta': 'Vuelta', 'm.cambio': 'Cambio' })]).toEqual([['2025-05', ['Vuelta', 'Cambio']]]);
});
