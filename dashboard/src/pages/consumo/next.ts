/** The figure of the ciclo under way or else of the next one, as the pages of a batería and of a usuario show it. */

import type { Consumo } from '../../api/types';
import type { Format } from '../../format/format';
import type { Texts } from '../../i18n/i18n';

export function nextCiclo(consumo: Consumo | null, texts: Texts, format: Format): { name: string; value: string; note: string } {
  const next = consumo?.predicciones[0];
  if (next === undefined) return { name: texts.who.next, value: format.missing, note: consumo ? texts.who.noNext : '' };
  const begun = next.medido === null ? '' : texts.who.measured(format.kwh(next.medido.kwh), next.medido.dias);
  const likely = next.intervalos['80'];
  return {
    name: `${begun === '' ? texts.who.next : texts.who.underWay}: ${format.cicloShort(next.ciclo)}`,
    value: format.kwh(next.kwh),
    note: [begun, likely ? texts.who.nextNote(format.kwh(likely[0]), format.kwh(likely[1]), format.level('80')) : ''].filter((x) => x !== '').join('; '),
  };
}
