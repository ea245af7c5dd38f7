/** Which component shows a page; each is loaded when it is first wanted. */

import type { Component } from 'svelte';

import type { Page } from '../state/pages';

const LOAD: Record<Page, () => Promise<{ default: Component }>> = {
  resumen: () => import('../pages/resumen/Resumen.svelte'),
  usuarios: () => import('../pages/usuarios/Usuarios.svelte'),
  bateria: () => import('../pages/consumo/Bateria.svelte'),
  balance: () => import('../pages/balance/Balance.svelte'),
  pronostico: () => import('../pages/pronostico/Pronostico.svelte'),
  importar: () => import('../pages/importar/Importar.svelte'),
  critica: () => import('../pages/critica/Critica.svelte'),
  usuario: () => import('../pages/consumo/Usuario.svelte'),
};

type Loaded = { component: Component } | 'failed';

class Routes {
  #loaded = $state.raw<Partial<Record<Page, Loaded>>>({});

  /**
   * The component of a page, at once where it has been loaded: the page changes together with its address, and no
   * page ever reads the address of another. Undefined while it is on its way.
   */
  of(page: Page): Loaded | undefined {
    return this.#loaded[page];
  }

  async load(page: Page): Promise<void> {
    const before = this.#loaded[page];
    if (before !== undefined && before !== 'failed') return;
    const now: Loaded = await LOAD[page]().then(
      ({ default: component }) => ({ component }),
      () => 'failed' as const,
    );
    // What the frame has drawn is shown before the page begins to draw.
    if (before === undefined) await new Promise((go) => setTimeout(go));
    this.#loaded = { ...this.#loaded, [page]: now };
  }
}

export const routes = new Routes();
