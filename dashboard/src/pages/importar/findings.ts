/** Findings gathered by what they are: sixty missing readings are one line with sixty under it. */

import type { Resultado } from '../../api/types';

export type Finding = Resultado['hallazgos'][number];
export type FindingGroup = { codigo: string; severidad: string; veces: number; first: Finding; rows: readonly Finding[] };

const RANK: Record<string, number> = { bloquea: 0, revisar: 1, informa: 2 };

/** Those of the sheets that were read, and those that the data have once everything is joined. */
export function parted(findings: readonly Finding[], sheets: ReadonlySet<string>): { book: Finding[]; data: Finding[] } {
  const book = findings.filter((h) => h.hoja !== null && sheets.has(h.hoja));
  return { book, data: findings.filter((h) => !book.includes(h)) };
}

/** By code, the serious ones first, then the frequent ones. */
export function gathered(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.codigo}|${finding.severidad}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()]
    .flatMap((rows): FindingGroup[] => {
      const [first] = rows;
      if (first === undefined) return [];
      return [{ codigo: first.codigo, severidad: first.severidad, veces: rows.reduce((sum, h) => sum + h.veces, 0), first, rows }];
    })
    .toSorted((a, b) => (RANK[a.severidad] ?? 3) - (RANK[b.severidad] ?? 3) || b.veces - a.veces);
}
