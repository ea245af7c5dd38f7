import { expect, it } from 'vitest';

import { formatOf } from './format';
import { prose } from './prose';

const chile = formatOf('es-CL');
const mexico = formatOf('es-MX');
const english = formatOf('en-US');

it.each([
  [chile, 'entre 1.234,5 y 2.000 kWh', 'Entre 1.234,5 y 2.000 kWh'],
  [english, 'between 1,234.5 and 2,000 kWh', 'Between 1,234.5 and 2,000 kWh'],
  [mexico, 'Estimar 102,256 kWh: 8,467 kWh/día × 1,006 × 12 días.', 'Estimar 102.256 kWh: 8.467 kWh/día × 1.006 × 12 días.'],
  [mexico, 'Septiembre: −1.680 kWh (−14,8\u00a0%): −1.234.567,5 por el uso.', 'Septiembre: −1,680 kWh (−14.8\u00a0%): −1,234,567.5 por el uso.'],
  [mexico, 'La celda dice «1.234» y el usuario 12.345, medidor 7.001, no.', 'La celda dice «1.234» y el usuario 12.345, medidor 7.001, no.'],
  [mexico, 'Del 31.12.2024, versión 1.2.3, lecturas-2.024.xlsx y 5, 6.', 'Del 31.12.2024, versión 1.2.3, lecturas-2.024.xlsx y 5, 6.'],
])('%# %s', (format, text, wanted) => expect(prose(text, format)).toBe(wanted));
