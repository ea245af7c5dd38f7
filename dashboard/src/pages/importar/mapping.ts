/** What a person corrects of a proposed mapping, and the mapping that comes of it. */

import type { Importacion } from '../../api/types';

export type Table = Importacion['propuestas'][number]['tablas'][number];

/** What a column can mean, in the order of the list of choices. */
export const MEANINGS = [
  'usuario', 'nombre', 'bateria', 'medidor', 'ciclo', 'anio', 'desde', 'hasta', 'lectura_anterior', 'lectura_actual', 'factor',
  'consumo_kwh', 'tipo_lectura', 'digitos', 'observacion', 'categoria', 'unidad', 'energetico', 'entregado_kwh', 'ignorar',
] as const; // prettier-ignore

/** The corrections of one table; what is not named stays as it was proposed. */
export type TableEdit = { columns: Record<string, string>; orden_fecha?: string; decimal?: string; ignorar?: boolean };
/** By `keyOf` of the table. */
export type Edits = Record<string, TableEdit>;

/** What a mapping is made of (the form of `mapeo` in the API, which is free text to its document). */
type ColumnMapping = { columna?: string; encabezado?: string; significado?: string };
type TableMapping = { hoja?: string; forma?: string; columnas?: ColumnMapping[]; orden_fecha?: string; decimal?: string; ignorar?: boolean };
export type Mapping = { forma?: string; tablas?: TableMapping[] };

export const keyOf = (table: { hoja?: string; forma?: string }): string => `${table.forma ?? ''}|${table.hoja ?? ''}`;

export const isEdited = (edits: Edits): boolean =>
  Object.values(edits).some((e) => Object.keys(e.columns).length > 0 || e.orden_fecha !== undefined || e.decimal !== undefined || e.ignorar !== undefined);

/** `proposed` with the corrections of a person. */
export function corrected(proposed: Mapping, edits: Edits): Mapping {
  return { ...proposed, tablas: (proposed.tablas ?? []).map((table) => correctedTable(table, edits[keyOf(table)])) };
}

function correctedTable(table: TableMapping, edit: TableEdit | undefined): TableMapping {
  if (edit === undefined) return table;
  const { columns, ...options } = edit;
  return {
    ...table,
    ...options,
    columnas: (table.columnas ?? []).map((c) => {
      const meaning = columns[c.columna ?? ''];
      return meaning === undefined ? c : { ...c, significado: meaning };
    }),
  };
}
