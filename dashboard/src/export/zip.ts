/** A ZIP archive of small text files, stored as they are: the container of an .xlsx (APPNOTE 6.3, sections 4.3.7–4.3.16). */

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const UTF8_NAMES = 0x0800;
/** 1 January 1980, the first day that a ZIP can tell: the same table gives the same file. */
const DAY_ONE = 0x21;

export function zip(files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder();
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const [name, data] = [text.encode(path), text.encode(content)];
    const common = [short(20), short(UTF8_NAMES), short(0), short(0), short(DAY_ONE), long(crc32(data)), long(data.length), long(data.length), short(name.length), short(0)];
    const head = joined([long(0x04034b50), ...common, name]);
    directory.push(joined([long(0x02014b50), short(20), ...common, short(0), short(0), short(0), long(0), long(offset), name]));
    parts.push(head, data);
    offset += head.length + data.length;
  }
  const listed = joined(directory);
  const count = short(directory.length);
  return joined([...parts, listed, long(0x06054b50), short(0), short(0), count, count, long(listed.length), long(offset), short(0)]);
}

const short = (n: number): Uint8Array => Uint8Array.of(n & 255, (n >>> 8) & 255);
const long = (n: number): Uint8Array => Uint8Array.of(n & 255, (n >>> 8) & 255, (n >>> 16) & 255, (n >>> 24) & 255);

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
