/** What the page has of the server's data, and when to ask again. */

import { getBaterias, getCiclos, getConsumo, getHealth } from '../api/client';
import { keepToken } from '../api/token';
import type { Baterias, Ciclos, Consumo, Health } from '../api/types';
import { Resource } from './resource.svelte';
import { view } from './view.svelte';

/** How often to look for a new version, and for the forecast that is being worked out [ms]. */
const HEALTH_EVERY = 20_000;
const EMPTY_EVERY = 5_000;
const FORECAST_EVERY = 3_000;

class Data {
  readonly health = new Resource<Health>();
  readonly ciclos = new Resource<Ciclos>();
  readonly baterias = new Resource<Baterias>();
  readonly consumo = new Resource<Consumo>();

  /** The first thing in the way of showing the ciclo, null where there is nothing. */
  readonly problem = $derived(this.ciclos.problem ?? this.baterias.problem ?? this.consumo.problem);
  readonly empty = $derived(this.problem?.kind === 'no-data');
  readonly tokenWanted = $derived(this.problem?.kind === 'token' || this.problem?.kind === 'wrong-token');
  readonly preparing = $derived(this.consumo.data?.modelo.estado === 'en_preparacion');

  readonly #shown = $derived(this.baterias.data?.version_datos ?? null);
  readonly #latest = $derived(this.health.data?.version_datos ?? null);
  /** Another version was published since this page was filled. */
  readonly stale = $derived(this.#shown !== null && this.#latest !== null && this.#shown !== this.#latest);
  /** Nothing was shown for want of data, and now there are some. */
  readonly arrived = $derived(this.empty && this.#latest !== null);

  loadCiclo(): void {
    const { idioma } = view;
    void this.ciclos.load((signal) => getCiclos({ idioma, signal }));
    void this.baterias.load((signal) => getBaterias({ idioma, signal }));
  }

  loadConsumo(): void {
    const { scope, idioma } = view;
    void this.consumo.load((signal) => getConsumo(scope, { idioma, signal }));
  }

  lookForNew(): void {
    void this.health.load((signal) => getHealth({ idioma: view.idioma, signal }));
  }

  reload(): void {
    this.lookForNew();
    this.loadCiclo();
    this.loadConsumo();
  }

  enter(token: string): void {
    keepToken(token);
    this.reload();
  }

  /** Keep the page up to date for as long as the component that calls this lives. */
  follow(): void {
    $effect(() => this.loadCiclo());
    $effect(() => this.loadConsumo());
    $effect(() => {
      const look = () => {
        if (!document.hidden) this.lookForNew();
      };
      look();
      const timer = setInterval(look, this.empty ? EMPTY_EVERY : HEALTH_EVERY);
      document.addEventListener('visibilitychange', look);
      return () => {
        clearInterval(timer);
        document.removeEventListener('visibilitychange', look);
      };
    });
    $effect(() => {
      if (!this.preparing) return;
      const timer = setInterval(() => this.loadConsumo(), FORECAST_EVERY);
      return () => clearInterval(timer);
    });
    $effect(() => {
      if (this.arrived) this.reload();
    });
  }
}

export const data = new Data();
