/** Something asked of the server: what came last, whether it is being asked for again, and what went wrong. */

import { ApiProblem } from '../api/problem';

export class Resource<T> {
  /** The last good answer; kept on screen while the next one is on its way. */
  data = $state.raw<T | null>(null);
  problem = $state.raw<ApiProblem | null>(null);
  loading = $state(false);

  #asking: AbortController | null = null;

  /** Ask, giving up an answer that is still awaited: the last question wins. Never throws. */
  async load(ask: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.loading = true;
    try {
      const data = await ask(asking.signal);
      if (this.#asking !== asking) return;
      this.data = data;
      this.problem = null;
    } catch (error) {
      if (this.#asking !== asking) return;
      this.problem = error instanceof ApiProblem ? error : new ApiProblem('refused', String(error));
    }
    this.loading = false;
  }

  /** Forget the answer, and the one that may be on its way. */
  clear(): void {
    this.#asking?.abort();
    this.#asking = null;
    this.data = null;
    this.problem = null;
    this.loading = false;
  }
}
