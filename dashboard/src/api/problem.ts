/** What an answer other than a success means for the person in front of the page. */

import type { Problema } from './types';

export type ProblemKind =
  | 'offline' // no answer at all
  | 'no-data' // 503: nothing published yet
  | 'token' // 401: the server wants a token
  | 'wrong-token' // 403
  | 'not-found' // 404
  | 'refused'; // the rest: the server's own words say what to do

const KIND_OF_STATUS: Record<number, ProblemKind> = {
  401: 'token',
  403: 'wrong-token',
  404: 'not-found',
  503: 'no-data',
};

/** A request that gave no data. `detail` is the server's sentence in the reader's language, '' where there is none. */
export class ApiProblem extends Error {
  readonly kind: ProblemKind;
  readonly detail: string;

  constructor(kind: ProblemKind, detail = '') {
    super(detail || kind);
    this.name = 'ApiProblem';
    this.kind = kind;
    this.detail = detail;
  }

  /** From an HTTP status and the body that came with it, which a proxy may have replaced by anything. */
  static fromAnswer(status: number, body: unknown): ApiProblem {
    return new ApiProblem(KIND_OF_STATUS[status] ?? 'refused', detailOf(body));
  }
}

function detailOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const { detail } = body as Partial<Problema>;
  return typeof detail === 'string' ? detail : '';
}
