/** What holds for every page: which version is on screen, whether there is a newer one, whether the server answers. */

import { getHealth } from '../api/client';
import { ApiProblem } from '../api/problem';
import type { Health } from '../api/types';
import { view } from './view.svelte';

/** How often to look for a new version, and for the first one or a server that is gone [ms]. */
const HEALTH_EVERY = 20_000;
const WAITING_EVERY = 5_000;

class Session {
  health = $state.raw<Health | null>(null);
  /** The server did not answer when last asked. */
  offline = $state(false);
  /** Nothing has been published. */
  empty = $state(false);
  /** Grows when every page is to ask for its data again. */
  revision = $state(0);

  #shown = $state<string | null>(null);
  /** The page of which something came last. */
  #filled = $state('');
  readonly #here = $derived(`${view.page} ${view.query['id'] ?? ''}`);
  /** Something came for the page on screen. */
  readonly filled = $derived(this.#filled === this.#here);
  readonly #latest = $derived(this.health?.version_datos ?? null);
  /** Another version was published since this page was filled. */
  readonly stale = $derived(this.#shown !== null && this.#latest !== null && this.#shown !== this.#latest);

  /** An answer came. One of another version than the rest of the page: the page is filled anew, so as not to mix. */
  saw(answer: unknown): void {
    this.offline = false;
    this.#filled = this.#here;
    const version = versionOf(answer);
    if (version === null || version === this.#shown) return;
    const mixed = this.#shown !== null;
    this.#shown = version;
    this.empty = false;
    if (mixed) this.revision += 1;
    // What came is newer than what was last heard of: otherwise the old one would be announced as news.
    if (this.#latest !== null && this.#latest !== version) void this.look();
  }

  met(problem: ApiProblem): void {
    if (problem.kind === 'no-data') this.empty = true;
    if (problem.kind === 'offline') this.offline = true;
  }

  /** Fill the page anew, from whatever version is published now. */
  refresh(): void {
    this.#shown = null;
    this.revision += 1;
    void this.look();
  }

  async look(): Promise<void> {
    try {
      this.health = await getHealth();
      const back = this.offline;
      this.offline = false;
      const arrived = this.empty && this.health.version_datos !== null;
      if (arrived) this.empty = false;
      if (arrived || back) this.revision += 1;
    } catch (error) {
      if (error instanceof ApiProblem) this.met(error);
    }
  }

  /** Keep looking for as long as the component that calls this lives. */
  follow(): void {
    const look = () => {
      if (!document.hidden) void this.look();
    };
    $effect(() => {
      const timer = setInterval(look, this.empty || this.offline ? WAITING_EVERY : HEALTH_EVERY);
      return () => clearInterval(timer);
    });
    $effect(() => {
      look();
      document.addEventListener('visibilitychange', look);
      addEventListener('online', look);
      return () => {
        document.removeEventListener('visibilitychange', look);
        removeEventListener('online', look);
      };
    });
  }
}

function versionOf(answer: unknown): string | null {
  const { version_datos: version } = (answer ?? {}) as { version_datos?: unknown };
  return typeof version === 'string' ? version : null;
}

export const session = new Session();
