/** Numbers and dates as the reader's country writes them. Dates are days, never instants: no time zone moves them. */

import type { Idioma } from '../i18n/i18n';
import { datesOf } from './dates';
import { compact, decimalsOf, numbersOf, separatorsOf, threeDigits } from './numbers';

const DEFAULT_LOCALE: Record<Idioma, string> = { es: 'es-CL', en: 'en-US' };

/** The reader's own locale of `idioma` (es-MX writes 1,234.5; es-CL 1.234,5), or the usual one where there is none. */
export function localeOf(idioma: Idioma, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.startsWith(`${idioma}-`)) ?? DEFAULT_LOCALE[idioma];
}

const MISSING = '–';

export type Format = ReturnType<typeof formatOf>;

/** The formats of one locale. What is missing is a dash, never a zero. */
export function formatOf(locale: string) {
  const write = numbersOf(locale);
  const spanish = locale.startsWith('es');
  const { month, shortMonth, monthOnly, day, moment } = datesOf(locale);

  const known = (value: number | null | undefined, show: (value: number) => string): string =>
    value === null || value === undefined || !Number.isFinite(value) ? MISSING : show(value);

  const sign = spanish ? '\u00a0%' : '%';
  const amount = (value: number) => write(value, Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : threeDigits(value));
  const share = (value: number) => write(100 * value, value === 0 || value === 1 ? 0 : 1) + sign;

  return {
    locale,
    /** Between thousands, and before decimals. */
    separators: separatorsOf(locale),
    missing: MISSING,
    /** An amount of kWh: no decimals from 100 up, three digits below, none that were not measured. */
    kwh: (value: number | null | undefined) => known(value, amount),
    /** The same as a change, with its sign. */
    kwhChange: (value: number) => signOf(value) + amount(Math.abs(value)),
    /** A number as it is, three digits at most: a threshold, an average of counts. */
    plain: (value: number | null | undefined) => known(value, (v) => write(v, decimalsOf(Number(v.toPrecision(3))))),
    count: (value: number | null | undefined) => known(value, (v) => write(v, 0)),
    /** A fraction as a percentage; nothing and all are exact. */
    share: (value: number | null | undefined) => known(value, share),
    /** The coverage of an interval, as the API names it: `80`. */
    level: (text: string) => write(Number(text), 0) + sign,
    /** A fraction as a change, with its sign. */
    change: (value: number | null | undefined) => known(value, (v) => signOf(Number(v.toFixed(3))) + write(Math.abs(100 * v), 1) + sign),
    /** A fraction as the size of a change, for sentences that say the direction in words. */
    size: (value: number) => share(Math.abs(value)),
    /** A tick of an axis of fractions, given the distance of its ticks. */
    shareTick: (value: number, step: number) => write(100 * value, step < 0.01 ? 1 : 0) + sign,
    /** A tick of an axis whose steps need so many decimals. */
    tick: (value: number, decimals: number) => (Math.abs(value) < 1e5 ? write(value, decimals) : compact(value, spanish, write)),
    /** An ISO day. */
    day: (iso: string) => day(new Date(`${iso}T00:00:00Z`)),
    /** The last day of a half-open range, given the day after it. */
    lastDay: (hasta: string) => day(new Date(Date.parse(`${hasta}T00:00:00Z`) - 86_400_000)),
    /** The name of a ciclo: `2025-09` is septiembre de 2025, `2025-09b` the second one of that month. */
    ciclo: (id: string) => cicloName(id, month),
    /** The same where there is little room: `sept 2025`. */
    cicloShort: (id: string) => cicloName(id, shortMonth),
    /** The month of a date, for an axis. */
    month: monthOnly,
    /** An ISO instant, in the reader's own time zone. */
    moment: (iso: string) => moment(new Date(iso)),
  };
}

const signOf = (value: number) => (value > 0 ? '+' : value < 0 ? '−' : '');

function cicloName(id: string, monthName: (date: Date) => string): string {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])(z*)([b-y]?)$/.exec(id);
  if (parts === null) return id;
  const [, year, month, full = '', letter = ''] = parts;
  const name = monthName(new Date(Date.UTC(Number(year), Number(month) - 1, 1)));
  // The API's rule: '' is the first ciclo of the month, b…z the second to the 26th, then zb and on.
  const nth = 25 * full.length + (letter === '' ? 0 : letter.charCodeAt(0) - 97) + 1;
  return nth === 1 ? name : `${name} (${nth})`;
}
