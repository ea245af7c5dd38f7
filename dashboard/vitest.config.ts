import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['src/**/*.test.ts'],
    env: { TZ: 'America/Bogota' }, // west of Greenwich: a date taken for a UTC instant would show the day before
  },
});
