/** A table as a workbook of one sheet: typed cells, texts never formulas, headings that stay in sight (ECMA-376). */

import type { Kind, Value } from '../tables/columns';
import type { Sheet } from './sheet';
import { zip } from './zip';

/** Positions in the cell formats of STYLES. */
const STYLE: Partial<Record<Kind, number>> = { kwh: 2, count: 3, findings: 3, change: 4, share: 4, day: 5 };
const HEADING = 1;
const DAY = 86_400_000;
/** Day 0 of a spreadsheet. */
const EPOCH = Date.UTC(1899, 11, 30);

export function toXlsx(sheet: Sheet): Uint8Array<ArrayBuffer> {
  return zip({
    '[Content_Types].xml': CONTENT_TYPES,
    '_rels/.rels': relations('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': workbook(sheet.name),
    'xl/_rels/workbook.xml.rels': WORKBOOK_RELATIONS,
    'xl/styles.xml': STYLES,
    'xl/worksheets/sheet1.xml': worksheet(sheet),
  });
}

function worksheet({ titles, kinds, rows }: Sheet): string {
  const head = titles.map((title, k) => textCell(`${letters(k)}1`, title, HEADING)).join('');
  const body = rows.map((row, r) => {
    const cells = row.map((value, k) => cell(`${letters(k)}${r + 2}`, value, kinds[k] ?? 'text')).join('');
    return `<row r="${r + 2}">${cells}</row>`;
  });
  const last = `${letters(Math.max(0, titles.length - 1))}${rows.length + 1}`;
  const widths = titles.map((title, k) => {
    const longest = Math.max(title.length, ...rows.slice(0, 200).map((row) => String(row[k] ?? '').length));
    return `<col min="${k + 1}" max="${k + 1}" width="${Math.min(60, Math.max(9, longest + 2))}" customWidth="1"/>`;
  });
  return (
    `${XML}<worksheet ${MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>` +
    `</sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData><row r="1">${head}</row>${body.join('')}</sheetData>` +
    `<autoFilter ref="A1:${last}"/></worksheet>`
  );
}

function cell(at: string, value: Value, kind: Kind): string {
  if (value === null || value === undefined || value === '') return '';
  const style = STYLE[kind] ?? 0;
  if (typeof value === 'number') return Number.isFinite(value) ? `<c r="${at}" s="${style}"><v>${value}</v></c>` : '';
  if (kind === 'day') return `<c r="${at}" s="${style}"><v>${(Date.parse(`${value}T00:00:00Z`) - EPOCH) / DAY}</v></c>`;
  return textCell(at, value, 0);
}

/** Text in its own cell and never a formula, whatever it begins with. */
function textCell(at: string, text: string, style: number): string {
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/** The name of column `k`, from 0: A, B … Z, AA. */
export function letters(k: number): string {
  return (k >= 26 ? letters(Math.floor(k / 26) - 1) : '') + String.fromCharCode(65 + (k % 26));
}

function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- what XML 1.0 cannot hold at all
  const allowed = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return allowed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OOXML = 'http://schemas.openxmlformats.org';
const MAIN = `xmlns="${OOXML}/spreadsheetml/2006/main"`;
const RELATION = `${OOXML}/officeDocument/2006/relationships`;

const relations = (type: string, target: string, id = 1): string =>
  `${XML}<Relationships xmlns="${OOXML}/package/2006/relationships">${relation(type, target, id)}</Relationships>`;
const relation = (type: string, target: string, id: number): string =>
  `<Relationship Id="rId${id}" Type="${RELATION}/${type}" Target="${target}"/>`;

const WORKBOOK_RELATIONS =
  `${XML}<Relationships xmlns="${OOXML}/package/2006/relationships">` +
  `${relation('worksheet', 'worksheets/sheet1.xml', 1)}${relation('styles', 'styles.xml', 2)}</Relationships>`;

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const CONTENT_TYPES =
  `${XML}<Types xmlns="${OOXML}/package/2006/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`;

/** 0 text, 1 heading, 2 kWh, 3 count, 4 fraction, 5 day (formats 3, 4, 10 and 14 are built in: each country's own). */
const STYLES =
  `${XML}<styleSheet ${MAIN}><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf xfId="0"/>' +
  '<xf xfId="0" fontId="1" applyFont="1"/>' +
  [4, 3, 10, 14].map((id) => `<xf xfId="0" numFmtId="${id}" applyNumberFormat="1"/>`).join('') +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

function workbook(name: string): string {
  // A sheet's name has 31 characters at most, and none of these.
  const title = escaped(name.replace(/[\\/?*[\]:']/g, ' ').slice(0, 31).trim() || 'consumo');
  return `${XML}<workbook ${MAIN} xmlns:r="${RELATION}"><sheets><sheet name="${title}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
}
