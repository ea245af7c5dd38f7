/** The name that decisions are signed with, remembered by this browser: it is said once. */

const KEY = 'consumo.quien';

function kept(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

let name = $state(kept());

export const who = {
  get name() {
    return name;
  },
  set name(given: string) {
    name = given;
    try {
      localStorage.setItem(KEY, given);
    } catch {
      // For this page only.
    }
  },
};
