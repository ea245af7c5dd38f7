/** Work that can wait, one piece to a task and a frame between: keys and taps are answered meanwhile. */

/** Frames stop in a tab that nobody sees; the work does not [ms]. */
const WITHOUT_FRAME = 100;

const waiting: (() => void)[] = [];
let running = false;

/** Do `work` when its turn comes; return how to give it up. */
export function inTurn(work: () => void): () => void {
  waiting.push(work);
  if (!running) {
    running = true;
    setTimeout(run);
  }
  return () => {
    const at = waiting.indexOf(work);
    if (at >= 0) waiting.splice(at, 1);
  };
}

function run(): void {
  waiting.shift()?.();
  if (waiting.length === 0) running = false;
  else afterFrame(run);
}

/** Call `next` in a task of its own, after the browser has drawn. */
function afterFrame(next: () => void): void {
  let gone = false;
  const go = () => {
    if (gone) return;
    gone = true;
    setTimeout(next);
  };
  requestAnimationFrame(go);
  setTimeout(go, WITHOUT_FRAME);
}
