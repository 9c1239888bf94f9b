/**
 * Measures the app in a headless browser: attention on each backend, painting, moves of a slider, the first picture,
 * and memory after many changes. Prints tables in Markdown; what is compared takes turns within one run.
 *
 *     npm run bench [-- --json FILE] [--quick]
 *
 * `--quick` leaves out the large sizes.
 */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { measureChanges, measureFirstPicture, measureMoves, viewport } from './bench/app.mjs';
import { measureAttention, measureMechanisms, measurePainting } from './bench/page.mjs';
import { report } from './bench/report.mjs';
import { ensureBrowser, launchOptions } from './browser.mjs';
import { checkNode, ensureBuild, ensureModules } from './prepare.mjs';

/** @param {string} text */
const say = (text) => console.error(text);

/** @param {boolean} quick */
async function measure(quick) {
  const { chromium } = await import('playwright');
  const { serve } = await import('./serve.mjs');
  const server = await serve();
  const browser = await chromium.launch(launchOptions());
  try {
    const page = await browser.newPage({ viewport });
    await page.goto(`${server.url}bench.html`);
    await page.waitForFunction('typeof bench === "object"');
    const painting = await measurePainting(
      page,
      quick ? [64, 256] : [64, 128, 256, 512, 1024],
      say,
    );
    const attention = await measureAttention(
      page,
      ['wasm', 'auto', 'webgl', 'webgpu', 'cpu'],
      quick ? [128, 512] : [128, 256, 512, 1024, 2048, 4096],
      say,
    );
    const mechanisms = await measureMechanisms(
      page,
      ['wasm', 'webgl', 'webgpu', 'cpu'],
      quick ? 1 : 5,
      say,
    );
    await page.close();

    const app = await browser.newPage({ viewport });
    const moves = await measureMoves(
      app,
      server.url,
      quick ? [128, 1024] : [128, 256, 512, 1024, 2048],
      say,
    );
    const changes = await measureChanges(app, quick ? 100 : 1000);
    await app.close();

    const firstPicture = await measureFirstPicture(browser, server.url, quick, say);
    return {
      machine: {
        processor: cpus()[0]?.model.trim() ?? 'unknown',
        cores: cpus().length,
        memory: totalmem(),
        browser: `Chromium ${browser.version()}`,
        platform: process.platform,
      },
      attention,
      painting,
      moves,
      firstPicture,
      changes,
      mechanisms,
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** @typedef {Awaited<ReturnType<typeof measure>>} Measured */

try {
  const { values } = parseArgs({
    options: { json: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  checkNode();
  ensureModules();
  ensureBrowser();
  ensureBuild();
  const measured = await measure(values.quick);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(measured, null, 2)}\n`);
  console.log(report(measured));
} catch (error) {
  console.error(error instanceof Error ? error.message.split('\n')[0] : error);
  process.exitCode = 1;
}
