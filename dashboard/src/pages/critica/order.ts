/** A decision as the form has it → as the API takes it. */

import type { DecisionOrder, DecisionTipo, Hallazgo } from '../../api/types';

export const TIPOS: readonly DecisionTipo[] = ['aceptar', 'estimar', 'corregir', 'releer', 'cambio_de_medidor'];

/** One key each: the first letter of the Spanish word, in either language. */
export const KEY_OF: Record<DecisionTipo, string> = { aceptar: 'a', estimar: 'e', corregir: 'c', releer: 'r', cambio_de_medidor: 'm' };

export const NUMBERS = ['kwh', 'lectura_anterior', 'lectura_actual', 'lectura_final', 'lectura_inicial', 'factor', 'digitos'] as const;
export type NumberField = (typeof NUMBERS)[number];
export type Field = NumberField | 'medidor';

/** The values that each kind of decision may be given. */
const FIELDS: Record<DecisionTipo, readonly Field[]> = {
  aceptar: [],
  releer: [],
  estimar: ['kwh'],
  corregir: ['lectura_actual', 'lectura_anterior', 'factor', 'digitos', 'kwh'],
  cambio_de_medidor: ['lectura_final', 'lectura_inicial', 'lectura_actual', 'factor', 'medidor'],
};

/** What the server works out by itself for `tipo`, if the person takes it. */
export function offered(tipo: DecisionTipo, h: Hallazgo): string | null {
  if (tipo === 'corregir') return h.propuesta?.campo ? h.propuesta.texto : null;
  return tipo === 'estimar' ? (h.estimacion?.texto ?? null) : null;
}

/** The fields to be shown: none where the server's own value is taken. */
export function fieldsOf(tipo: DecisionTipo, taken: boolean): readonly Field[] {
  return taken ? [] : FIELDS[tipo];
}

export type Form = {
  tipo: DecisionTipo;
  quien: string;
  motivo: string;
  /** Whether what the server offers is taken. */
  taken: boolean;
  fields: Partial<Record<Field, string>>;
};

/** The order, or the fields that do not hold a number. */
export function orderOf(form: Form, h: Hallazgo): { order: DecisionOrder } | { wrong: readonly Field[] } {
  const order: DecisionOrder = { tipo: form.tipo, quien: form.quien.trim(), motivo: form.motivo.trim() };
  if (h.decision !== null) order.reemplaza = h.decision.decision;
  if (form.taken && form.tipo === 'corregir') order.propuesta = true;
  const wrong: Field[] = [];
  for (const field of fieldsOf(form.tipo, form.taken)) {
    const text = (form.fields[field] ?? '').trim();
    if (text === '') continue;
    if (field === 'medidor') {
      order.medidor = text;
      continue;
    }
    const value = parseNumber(text);
    if (value === null) wrong.push(field);
    else order[field] = value;
  }
  return wrong.length > 0 ? { wrong } : { order };
}

/**
 * A number as people write it: `1234,5`, `1.234,5`, `1,234.5`. A lone point or comma is the decimal mark, except before
 * three digits, where it could be either and is refused: a reading must not be off by a thousand.
 */
export function parseNumber(text: string): number | null {
  const bare = text.replace(/[\s\u00a0]/g, '');
  if (/^\d{1,3}[.,]\d{3}$/.test(bare) && !bare.startsWith('0')) return null;
  if (/^\d+([.,]\d+)?$/.test(bare)) return Number(bare.replace(',', '.'));
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(bare)) return Number(bare.replaceAll('.', '').replace(',', '.'));
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)) return Number(bare.replaceAll(',', ''));
  return null;
}
