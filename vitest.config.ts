import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

/** Suites in real processes and a real browser; everything else is quick and runs in parallel. */
const WHOLE_PRODUCT = ['test/end-to-end/**/*.test.ts', 'test/electron-smoke/**/*.test.ts'];
const COMPONENTS = ['test/renderer/**/*.svelte.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...WHOLE_PRODUCT, ...COMPONENTS],
        },
      },
      {
        plugins: [svelte(), svelteTesting()],
        test: { name: 'dom', environment: 'jsdom', include: COMPONENTS },
      },
      {
        test: {
          name: 'whole-product',
          environment: 'node',
          include: WHOLE_PRODUCT,
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
