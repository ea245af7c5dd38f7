/** What happened to the meter of a usuario, by ciclo, from the findings that say so. */

import type { Hallazgo } from '../../api/types';

/** @param names what each code of finding that is such an event is called. */
export function eventsOf(findings: readonly Hallazgo[], names: Readonly<Record<string, string>>): Map<string, string[]> {
  const events = new Map<string, string[]>();
  for (const { codigo, ciclo } of findings) {
    const name = names[codigo];
    if (name === undefined || ciclo === null) continue;
    events.set(ciclo, [...(events.get(ciclo) ?? []), name]);
  }
  return events;
}
