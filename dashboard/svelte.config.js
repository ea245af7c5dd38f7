import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    // A table that phones lay out as cards needs its roles in so many words: browsers drop them with `display`.
    warningFilter: (warning) => warning.code !== 'a11y_no_redundant_roles',
  },
};
