import { expect, it } from 'vitest';

import { formatOf } from './format';
import { prose } from './prose';

const es = formatOf('es-CL');
const en = formatOf('en-US');

it.each([
  [es, '2025-09 contra 2025-08: -680 kWh (-14,8 %): -396 por el uso.', 'Septiembre de 2025 contra agosto de 2025: −680 kWh (−14,8\u00a0%): −396 por el uso.'],
  [en, '2025-09 against 2025-08: -680 kWh (-14.8 %).', 'September 2025 against August 2025: −680 kWh (−14.8%).'],
  [es, 'El usuario 0016 consumió 216 kWh en el ciclo 2024-12: 7,45 kWh/día.', 'El usuario 0016 consumió 216 kWh en el ciclo de diciembre de 2024: 7,45 kWh/día.'],
  [en, 'Usuario 0016 used 216 kWh in ciclo 2024-12b.', 'Usuario 0016 used 216 kWh in ciclo December 2024 (2).'],
  [es, 'Fecha 2024-12-31 en lecturas-2024-12.xlsx, medidor A-2024-12, usuario 2024-120.', 'Fecha 2024-12-31 en lecturas-2024-12.xlsx, medidor A-2024-12, usuario 2024-120.'],
  [es, 'De 5-10 a 7.', 'De 5-10 a 7.'],
])('%# %s', (format, text, wanted) => expect(prose(text, format)).toBe(wanted));
