/** Something asked of the server: what came last, whether it is being asked for again, and what went wrong. */

import type { Ask } from '../api/client';
import { ApiProblem } from '../api/problem';
import { session } from './session.svelte';
import { view } from './view.svelte';

export class Resource<T> {
  /** The last good answer; kept on screen while the next one is on its way. */
  data = $state.raw<T | null>(null);
  problem = $state.raw<ApiProblem | null>(null);
  loading = $state(false);

  #asking: AbortController | null = null;

  /** Ask, giving up an answer that is still awaited: the last question wins. Never throws. */
  async load(question: (ask: Ask) => Promise<T>): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.loading = true;
    try {
      const data = await question({ idioma: view.idioma, signal: asking.signal });
      if (this.#asking !== asking) return;
      this.data = data;
      this.problem = null;
      session.saw(data);
    } catch (error) {
      if (this.#asking !== asking) return;
      this.problem = error instanceof ApiProblem ? error : new ApiProblem('refused', String(error));
      session.met(this.problem);
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

/**
 * A resource that asks again whenever what its question reads changes, a version is to be shown, or the language does.
 *
 * @param key where it changes, the answer is of something else and must not stay on screen meanwhile.
 */
export function asked<T>(question: (ask: Ask) => Promise<T>, key: () => unknown = () => null): Resource<T> {
  const resource = new Resource<T>();
  let last = key();
  $effect(() => {
    void session.revision;
    const now = key();
    if (now !== last) resource.clear();
    last = now;
    void resource.load(question);
  });
  return resource;
}
