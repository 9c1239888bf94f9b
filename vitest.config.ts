import { playwright } from '@vitest/browser-playwright';
import { configDefaults, defineConfig } from 'vitest/config';
import { launchOptions } from './scripts/browser.mjs';
import base from './vite.config.ts';

export default defineConfig({
  ...base,
  // Found before the first test: a dependency discovered later would reload the page in the middle of one.
  optimizeDeps: { entries: ['src/**/*.{ts,tsx}', 'tests/unit/**/*.{ts,tsx}'] },
  test: {
    // WebGPU and WebGL run in software here, where compiling a shader takes seconds.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: launchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: configDefaults.exclude,
          globalSetup: ['tests/setup/app.ts'],
        },
      },
    ],
  },
});
