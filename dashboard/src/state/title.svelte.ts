/** What the page calls itself in the browser's tab and history. */

let text = $state('');

export const title = {
  get text() {
    return text;
  },
  /** For as long as the component that calls this lives. */
  is(name: () => string): void {
    $effect(() => {
      text = name();
      return () => (text = '');
    });
  },
};
