import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real processes, sockets and databases on a shared machine: a public CI gives a starved test a second chance; the
    // runner's report names every test that needed one. At a developer's desk there is none.
    retry: process.env.CI ? 2 : 0,
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
