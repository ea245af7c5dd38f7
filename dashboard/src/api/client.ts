/** The one place of the dashboard that talks to the server. Paths, parameters and answers are checked by tsc. */

import createClient from 'openapi-fetch';

import { ApiProblem } from './problem';
import type { paths } from './schema';
import { readToken } from './token';
import type { Baterias, Ciclos, Consumo, Health, Usuarios } from './types';

/** Whose consumption: neither key is the whole data set, and there are never both. */
export type Scope = { usuario?: string; bateria?: string };

/** How a request is made: the language of its sentences, and a way to give it up. */
export type Ask = { idioma: string; signal?: AbortSignal };

// Below the page's own address: the server may live under a path of a reverse proxy.
const client = createClient<paths>({ baseUrl: new URL('.', document.baseURI).href.replace(/\/$/, '') });

client.use({
  onRequest({ request }) {
    const token = readToken();
    if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
    return request;
  },
});

type Answer<T> = { data?: T; error?: unknown; response: Response };

async function take<T>(answer: Promise<Answer<T>>): Promise<T> {
  let settled: Answer<T>;
  try {
    settled = await answer;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem('offline');
  }
  if (settled.data === undefined) throw ApiProblem.fromAnswer(settled.response.status, settled.error);
  return settled.data;
}

function options({ idioma, signal }: Ask) {
  return { headers: { 'Accept-Language': idioma }, ...(signal ? { signal } : {}) };
}

export const getHealth = (ask: Ask): Promise<Health> => take(client.GET('/health', options(ask)));

export const getCiclos = (ask: Ask): Promise<Ciclos> => take(client.GET('/api/ciclos', options(ask)));

export const getBaterias = (ask: Ask): Promise<Baterias> => take(client.GET('/api/baterias', options(ask)));

export const findUsuarios = (query: { q?: string; bateria?: string; limite: number }, ask: Ask): Promise<Usuarios> =>
  take(client.GET('/api/usuarios', { params: { query }, ...options(ask) }));

export const getConsumo = (scope: Scope, ask: Ask): Promise<Consumo> =>
  take(client.GET('/api/consumo-con-regresion', { params: { query: scope }, ...options(ask) }));
