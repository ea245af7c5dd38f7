/** What went wrong in an action, in words for the person who did it. */

import { ApiProblem } from '../api/problem';
import type { Texts } from '../i18n/i18n';

export function said(error: unknown, texts: Texts): string {
  if (error instanceof ApiProblem) return error.detail || (error.kind === 'offline' ? texts.state.offline : texts.state.refused);
  return `${texts.state.refused} ${String(error)}`;
}
