/** Days and months in words. Names of our own: an Intl format of dates takes longer to make than all the page's dates to write. */

const MONTHS = {
  es: ['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
} as const;
const SHORT = {
  es: ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sept', 'oct', 'nov', 'dic'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
} as const;

/** Dates are taken as UTC, so that no time zone moves a day; moments are of the reader's own. */
export function datesOf(locale: string) {
  const language = locale.startsWith('es') ? 'es' : 'en';
  const american = locale === 'en-US';
  const shortOf = (month: number) => SHORT[language][month] ?? '';
  const written = (year: number, month: number, day: number) =>
    american ? `${shortOf(month)} ${day}, ${year}` : `${day} ${shortOf(month)} ${year}`;
  return {
    month: (date: Date) => `${MONTHS[language][date.getUTCMonth()]}${language === 'es' ? ' de' : ''} ${date.getUTCFullYear()}`,
    shortMonth: (date: Date) => `${shortOf(date.getUTCMonth())} ${date.getUTCFullYear()}`,
    monthOnly: (date: Date) => shortOf(date.getUTCMonth()),
    day: (date: Date) => written(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()),
    moment: (date: Date) => {
      const [hours, minutes] = [date.getHours(), String(date.getMinutes()).padStart(2, '0')];
      const time = american ? `${hours % 12 || 12}:${minutes} ${hours < 12 ? 'AM' : 'PM'}` : `${hours}:${minutes}`;
      return `${written(date.getFullYear(), date.getMonth(), date.getDate())}, ${time}`;
    },
  };
}
