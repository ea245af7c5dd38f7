import { describe, expect, it } from 'vitest';

import { corrected, isEdited, keyOf, type Edits, type Mapping } from './mapping';

const proposed: Mapping = {
  forma: 'f0',
  tablas: [
    { hoja: 'Enero', forma: 'f1', columnas: [{ columna: 'A', encabezado: 'Cliente', significado: 'usuario' }, { columna: 'E', encabezado: 'Cte', significado: 'ignorar' }] },
    { hoja: 'Notas', forma: 'f2', columnas: [] },
  ],
};

describe('corrections', () => {
  it('change what they name and leave the rest as it was proposed', () => {
    const edits: Edits = { 'f1|Enero': { columns: { E: 'factor' }, orden_fecha: 'dma' }, 'f2|Notas': { columns: {}, ignorar: true } };
    expect(corrected(proposed, edits)).toEqual({
      forma: 'f0',
      tablas: [
        {
          hoja: 'Enero',
          forma: 'f1',
          orden_fecha: 'dma',
          columnas: [{ columna: 'A', encabezado: 'Cliente', significado: 'usuario' }, { columna: 'E', encabezado: 'Cte', significado: 'factor' }],
        },
        { hoja: 'Notas', forma: 'f2', ignorar: true, columnas: [] },
      ],
    });
    expect(isEdited(edits)).toBe(true);
  });

  it('are none until something is named', () => {
    expect(isEdited({ 'f1|Enero': { columns: {} } })).toBe(false);
    expect(corrected(proposed, {})).toEqual(proposed);
    expect(keyOf({ forma: 'f1', hoja: 'Enero' })).toBe('f1|Enero');
  });
});
