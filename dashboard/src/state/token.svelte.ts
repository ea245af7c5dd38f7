/** The server's token, kept for this tab only; it never gets into a URL, a log or another tab. */

const KEY = 'consumo.token';

let value: string | null = kept();
/** The question on screen: one for all the requests that wait for the token. */
let question = $state.raw<{ wrong: boolean; answer: (given: boolean) => void } | null>(null);
let asking: Promise<boolean> | null = null;

export const token = {
  get value(): string | null {
    return value;
  },
  get question() {
    return question;
  },
  /** Ask the person. Resolves to whether there is a token now; @param wrong whether the one sent was refused. */
  ask(wrong: boolean): Promise<boolean> {
    asking ??= new Promise<boolean>((resolve) => {
      question = {
        wrong,
        answer: (given) => {
          question = null;
          asking = null;
          resolve(given);
        },
      };
    });
    return asking;
  },
  enter(given: string): void {
    value = given;
    try {
      sessionStorage.setItem(KEY, given);
    } catch {
      // Kept in memory only.
    }
    question?.answer(true);
  },
  cancel(): void {
    question?.answer(false);
  },
};

function kept(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null; // the browser refuses storage
  }
}
