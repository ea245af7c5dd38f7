/** The one place of the dashboard that talks to the server. Paths, parameters and answers are checked by tsc. */

import createClient from 'openapi-fetch';

import { token } from '../state/token.svelte';
import { ApiProblem } from './problem';
import type { paths } from './schema';
import type { Baterias, Ciclos, Consumo, DecisionesOrder, DecisionOrder, Ficha, Health, Importacion, Usuarios } from './types';

/** How a request is made: the language of its sentences, and a way to give it up. */
export type Ask = { idioma: string; signal?: AbortSignal };

// Below the page's own address: the server may live under a path of a reverse proxy.
const client = createClient<paths>({ baseUrl: new URL('.', document.baseURI).href.replace(/\/$/, '') });

client.use({
  onRequest({ request }) {
    if (token.value !== null) request.headers.set('Authorization', `Bearer ${token.value}`);
    return request;
  },
});

type Method = 'get' | 'post';
type Having<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, { responses: { 200: unknown } }> ? P : never }[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P][M & keyof paths[P]];
type Body<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: { 200: { content: { 'application/json': infer B } } } } ? B : never;
type Query<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { parameters: { query?: infer Q } } ? Q : never;

type Answer = { data?: unknown; error?: unknown; response: Response };

/**
 * Ask, and ask for the token where the server wants one: the person is asked once, whoever waits for it.
 *
 * Throws ApiProblem, or the AbortError of a request that was given up.
 */
async function send(request: () => Promise<Answer>): Promise<unknown> {
  for (;;) {
    const used = token.value;
    const answer = await request().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new ApiProblem('offline');
    });
    if (answer.data !== undefined) return answer.data;
    const problem = ApiProblem.fromAnswer(answer.response.status, answer.error);
    if (problem.kind !== 'token' && problem.kind !== 'wrong-token') throw problem;
    // Entered meanwhile for another request: this one was on its way with the old one.
    if (used === token.value && !(await token.ask(problem.kind === 'wrong-token'))) throw problem;
  }
}

function initOf({ idioma, signal }: Ask, params: { query?: unknown; path?: unknown }, more: object = {}) {
  return { params, headers: { 'Accept-Language': idioma }, ...(signal ? { signal } : {}), ...more } as Record<string, unknown>;
}

// The one cast of each method: openapi-fetch reads a tuple as an array and leaves out what is always null.
async function get<P extends Having<'get'>>(path: P, query: Query<P, 'get'>, ask: Ask, place: object = {}): Promise<Body<P, 'get'>> {
  return (await send(() => client.GET(path as '/api/usuarios', initOf(ask, { query, path: place })))) as Body<P, 'get'>;
}

async function post<P extends Having<'post'>>(path: P, place: object, body: unknown, ask: Ask): Promise<Body<P, 'post'>> {
  return (await send(() => client.POST(path as '/reload-excel', initOf(ask, { path: place }, { body })))) as Body<P, 'post'>;
}

/** GET `path` as a file. */
async function getFile<P extends Having<'get'>>(path: P, query: Query<P, 'get'>, ask: Ask): Promise<Blob> {
  return (await send(() => client.GET(path as '/api/usuarios', initOf(ask, { query }, { parseAs: 'blob' })))) as Blob;
}

export const getHealth = (): Promise<Health> => get('/health', undefined as never, { idioma: 'es' });

export const getCiclos = (ask: Ask): Promise<Ciclos> => get('/api/ciclos', undefined as never, ask);

export const getBaterias = (query: Query<'/api/baterias', 'get'>, ask: Ask): Promise<Baterias> => get('/api/baterias', query, ask);

export const findUsuarios = (query: Query<'/api/usuarios', 'get'>, ask: Ask): Promise<Usuarios> => get('/api/usuarios', query, ask);

export const getFicha = (query: Query<'/api/ficha', 'get'>, ask: Ask): Promise<Ficha> => get('/api/ficha', query, ask);

export const getConsumo = (query: Query<'/api/consumo-con-regresion', 'get'>, ask: Ask): Promise<Consumo> =>
  get('/api/consumo-con-regresion', query, ask);

export const getHallazgos = (query: Query<'/api/hallazgos', 'get'>, ask: Ask) => get('/api/hallazgos', query, ask);

export const getHallazgo = (id: string, ask: Ask) => get('/api/hallazgos/{id}', undefined as never, ask, { id });

/** Several at once: all of them hold in one version, or none. */
export const decideTogether = (order: DecisionesOrder, ask: Ask) => post('/api/decisiones', {}, order, ask);

export const undoTogether = (decisiones: readonly number[], quien: string, motivo: string, ask: Ask) =>
  post('/api/decisiones/deshacer', {}, { decisiones, quien, motivo }, ask);

export const getReglas = (ask: Ask) => get('/api/reglas', undefined as never, ask);

export const getSimulacion = (query: Query<'/api/simulacion', 'get'>, ask: Ask) => get('/api/simulacion', query, ask);

export const getHojaDeRuta = (query: Query<'/api/hoja-de-ruta.xlsx', 'get'>, ask: Ask): Promise<Blob> => getFile('/api/hoja-de-ruta.xlsx', query, ask);

export const decide = (id: string, order: DecisionOrder, ask: Ask) => post('/api/hallazgos/{id}/decision', { id }, order, ask);

export const getDecisiones = (query: Query<'/api/decisiones', 'get'>, ask: Ask) => get('/api/decisiones', query, ask);

export const undo = (decision: number, quien: string, motivo: string, ask: Ask) =>
  post('/api/decisiones/{id}/deshacer', { id: decision }, { quien, motivo }, ask);

export const getBalance = (query: Query<'/api/balance', 'get'>, ask: Ask) => get('/api/balance', query, ask);

export const getVariacion = (query: Query<'/api/variacion', 'get'>, ask: Ask) => get('/api/variacion', query, ask);

export const getPronosticos = (query: Query<'/api/pronosticos', 'get'>, ask: Ask) => get('/api/pronosticos', query, ask);

export const getDesempeno = (query: Query<'/api/pronosticos/desempeno', 'get'>, ask: Ask) => get('/api/pronosticos/desempeno', query, ask);

export const downloadPronosticos = (query: Query<'/api/pronosticos', 'get'>, ask: Ask): Promise<Blob> => getFile('/api/pronosticos', query, ask);

/** Send workbooks, or those of an earlier import again; `mapeo` is what a person confirmed. */
export async function postImportacion(
  sent: { archivos?: readonly File[]; importacion?: string; simular: boolean; mapeo?: object },
  ask: Ask,
): Promise<Importacion> {
  const form = new FormData();
  for (const file of sent.archivos ?? []) form.append('archivo', file);
  if (sent.importacion !== undefined) form.append('importacion', sent.importacion);
  form.append('simular', String(sent.simular));
  if (sent.mapeo !== undefined) form.append('mapeo', JSON.stringify(sent.mapeo));
  return (await send(() => client.POST('/api/importaciones' as '/reload-excel', initOf(ask, {}, { body: form })))) as Importacion;
}

export const getImportacion = (importacion: string, ask: Ask) =>
  get('/api/importaciones/{importacion}', undefined as never, ask, { importacion });

export const getImportaciones = (query: Query<'/api/importaciones', 'get'>, ask: Ask) => get('/api/importaciones', query, ask);

export async function cancelImportacion(importacion: string, ask: Ask): Promise<void> {
  await send(() => client.DELETE('/api/importaciones/{importacion}', initOf(ask, { path: { importacion } }) as never));
}

export const getPlantilla = (ask: Ask): Promise<Blob> => getFile('/api/plantilla.xlsx', undefined as never, ask);

/** A file whose address an answer gave. */
export const getAnotado = (path: string, ask: Ask): Promise<Blob> => getFile(path as '/api/plantilla.xlsx', undefined as never, ask);

export const getVersiones = (query: Query<'/api/versiones', 'get'>, ask: Ask) => get('/api/versiones', query, ask);

export const getDiferencias = (version: string, query: Query<'/api/versiones/{version}/diferencias', 'get'>, ask: Ask) =>
  get('/api/versiones/{version}/diferencias', query, ask, { version });

export const getDiferenciasDeImportacion = (importacion: string, query: Query<'/api/importaciones/{importacion}/diferencias', 'get'>, ask: Ask) =>
  get('/api/importaciones/{importacion}/diferencias', query, ask, { importacion });

export const restore = (version: string, ask: Ask) => post('/api/versiones/{version}/restaurar', { version }, undefined, ask);

export const getEstimaciones = (query: Query<'/api/estimaciones', 'get'>, ask: Ask) => get('/api/estimaciones', query, ask);
