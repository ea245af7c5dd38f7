/** A long list of the server's, of which only the pages near what is on screen are asked for. */

import { findUsuarios, type Ask } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import type { Usuario, Usuarios } from '../../api/types';
import { session } from '../../state/session.svelte';

export type Listing = Omit<NonNullable<Parameters<typeof findUsuarios>[0]>, 'limite' | 'cursor' | 'posicion'>;

const PAGE = 100;
/** Of an export: as many as the server gives at once. */
const MOST = 1000;

export class Pager {
  total = $state<number | null>(null);
  problem = $state.raw<ApiProblem | null>(null);
  #pages = $state.raw<ReadonlyMap<number, readonly Usuario[]>>(new Map());
  #asked = new Set<number>();
  #giveUp = new AbortController();
  #listing: Listing = {};
  #idioma = 'es';

  /** Start anew; what is on screen stays until the first page is there. */
  list(listing: Listing, idioma: string): void {
    this.#giveUp.abort();
    this.#giveUp = new AbortController();
    this.#listing = listing;
    this.#idioma = idioma;
    this.#asked = new Set();
    void this.#load(0, true);
  }

  at(row: number): Usuario | null {
    return this.#pages.get(Math.floor(row / PAGE))?.[row % PAGE] ?? null;
  }

  /** Ask for what is missing of the rows from `first` to `last`. */
  want(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
      if (page * PAGE < (this.total ?? 0) && !this.#asked.has(page)) void this.#load(page, false);
    }
  }

  /** Every row of the list, for a file. */
  async all(): Promise<Usuario[]> {
    const rows: Usuario[] = [];
    for (;;) {
      const body = await findUsuarios({ ...this.#listing, limite: MOST, posicion: rows.length }, { idioma: this.#idioma });
      rows.push(...body.usuarios);
      if (body.usuarios.length === 0 || rows.length >= body.total) return rows;
    }
  }

  async #load(page: number, fresh: boolean): Promise<void> {
    const { signal } = this.#giveUp;
    this.#asked.add(page);
    const ask: Ask = { idioma: this.#idioma, signal };
    try {
      const body: Usuarios = await findUsuarios({ ...this.#listing, limite: PAGE, posicion: page * PAGE }, ask);
      if (signal.aborted) return;
      this.#pages = new Map([...(fresh ? [] : this.#pages), [page, body.usuarios]]);
      this.total = body.total;
      this.problem = null;
      session.saw(body);
    } catch (error) {
      if (signal.aborted) return;
      this.#asked.delete(page);
      this.problem = error instanceof ApiProblem ? error : new ApiProblem('refused', String(error));
      session.met(this.problem);
    }
  }
}
