/**
 * Numbers with the separators of a country.
 *
 * Written out here because the first Intl format that a page makes takes 30 ms, on a phone 120, before anything is drawn;
 * format.test.ts holds this against Intl.
 */

export type Write = (value: number, decimals: number) => string;

/** Where Spanish is written with 1,234.5; elsewhere it is 1.234,5. */
const WITH_POINT = new Set(['419', 'BZ', 'CU', 'DO', 'GT', 'HN', 'MX', 'NI', 'PA', 'PE', 'PR', 'SV', 'US']);
const NO_BREAK = '\u00a0';

export function separatorsOf(locale: string): [group: string, point: string] {
  const [language, region = ''] = locale.split('-');
  if (language !== 'es' || WITH_POINT.has(region)) return [',', '.'];
  return [region === 'CR' ? NO_BREAK : '.', ','];
}

export function numbersOf(locale: string): Write {
  const [group, point] = separatorsOf(locale);
  return (value, decimals) => {
    const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
    const size = whole.replace(/\B(?=(\d{3})+$)/g, group) + (fraction === undefined ? '' : point + fraction);
    return value < 0 && /[1-9]/.test(size) ? `−${size}` : size;
  };
}

/** How many decimals show three digits of a value. */
export function threeDigits(value: number): number {
  const rounded = Math.abs(Number(value.toPrecision(3)));
  return rounded === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(rounded)));
}

/** How many decimals a number is written with, without an exponent. */
export function decimalsOf(value: number): number {
  const [, fraction = ''] = value.toFixed(6).replace(/0+$/, '').split('.');
  return fraction.length;
}

/** A large number for an axis: `250 mil`, `1,25 M`. */
export function compact(value: number, spanish: boolean, write: Write): string {
  const size = Math.abs(value);
  const [unit, name] = size < 1e6 ? [1e3, spanish ? `${NO_BREAK}mil` : 'K'] : size < 1e9 || spanish ? [1e6, spanish ? `${NO_BREAK}M` : 'M'] : [1e9, 'B'];
  const shown = Number((value / unit).toPrecision(3));
  return write(shown, decimalsOf(shown)) + name;
}
