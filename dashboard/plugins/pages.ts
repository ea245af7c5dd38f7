/**
 * Writes an HTML file for each page, which names all the code that the page is going to ask for.
 *
 * With one index.html for all, a browser learns what a page consists of when the code common to all has run, and fetches
 * it then. src/consumo/api/static.py serves `usuarios.html` at /usuarios, and index.html, that of the first page, at /.
 */

import type { Plugin, Rolldown } from 'vite';

const FIRST = 'resumen';

export function pages(): Plugin {
  return {
    name: 'pages',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((b) => b.type === 'chunk');
      const index = bundle['index.html'];
      if (index?.type !== 'asset') throw new Error('the build gave no index.html');
      const html = String(index.source);
      for (const chunk of chunks) {
        const page = /\/src\/pages\/\w+\/(\w+)\.svelte$/.exec(chunk.facadeModuleId ?? '')?.[1]?.toLowerCase();
        if (page === undefined) continue;
        const links = [...needed(chunk, chunks)]
          .filter((file) => !html.includes(file))
          .map((file) => `    <link rel="modulepreload" crossorigin href="./${file}">\n`);
        const source = html.replace('  </head>', `${links.join('')}  </head>`);
        if (page === FIRST) index.source = source;
        else this.emitFile({ type: 'asset', fileName: `${page}.html`, source });
      }
    },
  };
}

/** A chunk and all that it imports, before it runs. */
function needed(chunk: Rolldown.OutputChunk, chunks: readonly Rolldown.OutputChunk[], found = new Set<string>()): Set<string> {
  if (found.has(chunk.fileName)) return found;
  found.add(chunk.fileName);
  for (const name of chunk.imports) {
    const next = chunks.find((c) => c.fileName === name);
    if (next) needed(next, chunks, found);
  }
  return found;
}
