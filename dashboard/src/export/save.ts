/** Hands a file to the browser's downloads. */

export function save(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName(name);
  link.click();
  // Once the browser has taken it; at once would be too soon for some.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A name that every file system takes, accents kept. */
export function fileName(name: string): string {
  return name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ').replace(/\s+/g, ' ').trim();
}
