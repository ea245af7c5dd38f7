/** The server's token, kept for this tab only; it never gets into a URL, a log or another tab. */

const KEY = 'consumo.token';

/** What this page was told where the browser refuses storage. */
let remembered: string | null = null;

export function readToken(): string | null {
  try {
    return sessionStorage.getItem(KEY) ?? remembered;
  } catch {
    return remembered;
  }
}

export function keepToken(token: string): void {
  remembered = token;
  try {
    sessionStorage.setItem(KEY, token);
  } catch {
    // Kept in memory only.
  }
}
