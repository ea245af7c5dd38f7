/** Numbers and dates as the reader's country writes them. Dates are days, never instants: no time zone moves them. */

import type { Idioma } from '../i18n/i18n';

const DEFAULT_LOCALE: Record<Idioma, string> = { es: 'es-CL', en: 'en-US' };

/** The reader's own locale of `idioma` (es-MX writes 1,234.5; es-CL 1.234,5), or the usual one where there is none. */
export function localeOf(idioma: Idioma, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.startsWith(`${idioma}-`)) ?? DEFAULT_LOCALE[idioma];
}

const MISSING = '–';

export type Format = ReturnType<typeof formatOf>;

/** The formats of one locale. What is missing is a dash, never a zero. */
export function formatOf(locale: string) {
  // 'always': Spanish would leave 1234 without its point beside 12.345 in the same column.
  const grouping = { useGrouping: 'always' } as const;
  const whole = new Intl.NumberFormat(locale, { ...grouping, maximumFractionDigits: 0 });
  const small = new Intl.NumberFormat(locale, { ...grouping, maximumSignificantDigits: 3 });
  const share = new Intl.NumberFormat(locale, { ...grouping, style: 'percent', maximumFractionDigits: 1 });
  const change = new Intl.NumberFormat(locale, {
    ...grouping,
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const shortMonth = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const monthOnly = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

  const known = (value: number | null | undefined, show: (value: number) => string): string =>
    value === null || value === undefined || !Number.isFinite(value) ? MISSING : show(value);

  return {
    locale,
    missing: MISSING,
    /** An amount of kWh: no decimals from 100 up, three digits below. */
    kwh: (value: number | null | undefined) => known(value, (v) => (Math.abs(v) < 100 ? small : whole).format(v)),
    /** The same as a change, with its sign. */
    kwhChange: (value: number) => `${value > 0 ? '+' : value < 0 ? '−' : ''}${(Math.abs(value) < 100 ? small : whole).format(Math.abs(value))}`,
    count: (value: number | null | undefined) => known(value, (v) => whole.format(v)),
    /** A fraction as a percentage. */
    share: (value: number | null | undefined) => known(value, (v) => share.format(v)),
    /** The coverage of an interval, as the API names it: `80`. */
    level: (percent: string) => share.format(Number(percent) / 100),
    /** A fraction as a change, with its sign. */
    change: (value: number | null | undefined) => known(value, (v) => change.format(v).replace('-', '−')),
    /** A fraction as the size of a change, for sentences that say the direction in words. */
    size: (value: number) => share.format(Math.abs(value)),
    /** A tick of an axis whose steps need so many decimals. */
    tick: (value: number, decimals: number) =>
      Math.abs(value) >= 1e5
        ? compact.format(value)
        : value.toLocaleString(locale, { ...grouping, minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
    /** An ISO day. */
    day: (iso: string) => day.format(new Date(`${iso}T00:00:00Z`)),
    /** The last day of a half-open range, given the day after it. */
    lastDay: (hasta: string) => day.format(new Date(Date.parse(`${hasta}T00:00:00Z`) - 86_400_000)),
    /** The name of a ciclo: `2025-09` is septiembre de 2025, `2025-09b` the second one of that month. */
    ciclo: (id: string) => cicloName(id, (date) => month.format(date)),
    /** The same where there is little room: `sept 2025`. */
    cicloShort: (id: string) => cicloName(id, (date) => shortMonth.format(date).replace('.', '')),
    /** The month of a date, for an axis. */
    month: (date: Date) => monthOnly.format(date).replace('.', ''),
    /** An ISO instant, in the reader's own time zone. */
    moment: (iso: string) => moment.format(new Date(iso)),
  };
}

function cicloName(id: string, monthName: (date: Date) => string): string {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])(z*)([b-y]?)$/.exec(id);
  if (parts === null) return id;
  const [, year, month, full = '', letter = ''] = parts;
  const name = monthName(new Date(Date.UTC(Number(year), Number(month) - 1, 1)));
  // The API's rule: '' is the first ciclo of the month, b…z the second to the 26th, then zb and on.
  const nth = 25 * full.length + (letter === '' ? 0 : letter.charCodeAt(0) - 97) + 1;
  return nth === 1 ? name : `${name} (${nth})`;
}
