import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { liveServer } from './src/dev-server.ts';

export default defineConfig({
  plugins: [sveltekit(), liveServer()],
  test: {
    expect: { requireAssertions: true },
    // Tests wait a lot: with one worker, which is the default on two cores, most of the machine idles.
    maxWorkers: 3,
    reporters: process.env.CI ? ['default'] : ['dot'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          // Pure rules keep nothing between files: loading them anew for each would take longer than the tests.
          isolate: false,
          include: ['src/**/*.test.ts', 'tests/{architecture,protocol,bench,soak}/**/*.test.ts'],
          exclude: ['**/*.svelte.test.ts'],
        },
      },
      {
        extends: true,
        resolve: { conditions: ['browser'] },
        test: { name: 'client', environment: 'jsdom', include: ['src/**/*.svelte.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          environment: 'node',
          // Each file has a database of its own and leaves nothing behind; the program is loaded once per worker.
          isolate: false,
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/support/database-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'program',
          environment: 'node',
          include: ['tests/program/**/*.test.ts'],
          exclude: ['tests/program/**/*.slow.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: ['tests/e2e/**/*.slow.test.ts'],
          globalSetup: ['tests/e2e/plant-setup.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          environment: 'node',
          include: ['tests/{e2e,program}/**/*.slow.test.ts'],
          globalSetup: ['tests/e2e/plant-setup.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
