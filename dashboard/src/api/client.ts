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

type ReadPath = '/health' | '/api/ciclos' | '/api/baterias' | '/api/usuarios' | '/api/consumo-con-regresion';
type Body<P extends ReadPath> = paths[P]['get']['responses'][200]['content']['application/json'];
type Query<P extends ReadPath> = paths[P]['get']['parameters']['query'];

/** GET `path`. Throws ApiProblem, or the AbortError of a request that was given up. */
async function get<P extends ReadPath>(path: P, query: Query<P>, { idioma, signal }: Ask): Promise<Body<P>> {
  const init = { params: { query }, headers: { 'Accept-Language': idioma }, ...(signal ? { signal } : {}) };
  let answer;
  try {
    // The one cast: openapi-fetch reads a tuple as an array and leaves out what is always null.
    answer = await client.GET(path as '/api/usuarios', init as Record<string, unknown>);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem('offline');
  }
  if (answer.data === undefined) throw ApiProblem.fromAnswer(answer.response.status, answer.error);
  return answer.data as unknown as Body<P>;
}

export const getHealth = (ask: Ask): Promise<Health> => get('/health', undefined, ask);

export const getCiclos = (ask: Ask): Promise<Ciclos> => get('/api/ciclos', undefined, ask);

export const getBaterias = (ask: Ask): Promise<Baterias> => get('/api/baterias', undefined, ask);

export const findUsuarios = (query: NonNullable<Query<'/api/usuarios'>>, ask: Ask): Promise<Usuarios> =>
  get('/api/usuarios', query, ask);

export const getConsumo = (scope: Scope, ask: Ask): Promise<Consumo> => get('/api/consumo-con-regresion', scope, ask);
