/** `node scripts/screenshots.mjs`: the pictures of the README, taken of the real app. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { launchOptions } from './browser.mjs';
import { ensureBuild, projectFolder } from './prepare.mjs';
import { serve } from './serve.mjs';

/** @type {{ file: string, query: string, width: number, height: number, dark?: boolean, locale?: string }[]} */
const pictures = [
  { file: 'explore.png', query: '', width: 1440, height: 900 },
  {
    file: 'explore-dark-zh.png',
    query: '?m=swin-shifted&p.window_size=8&p.shift_size=4&sel=window:6',
    width: 1440,
    height: 900,
    dark: true,
    locale: 'zh-CN',
  },
  {
    file: 'compare.png',
    query: '?view=compare&b=swin-shifted&b.window_size=8&b.shift_size=4',
    width: 1440,
    height: 1000,
  },
  {
    file: 'scaling.png',
    query: '?view=choose&tab=scaling&lines=sdpa,swin-window,external,se,eca,cbam',
    width: 1440,
    height: 1000,
  },
  { file: 'plate.png', query: '?view=plate', width: 1600, height: 2200 },
];

const folder = join(projectFolder, 'docs', 'images');
mkdirSync(folder, { recursive: true });
ensureBuild();
const server = await serve();
const browser = await chromium.launch(launchOptions());
for (const { file, query, width, height, dark, locale = 'en-US' } of pictures) {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: 1.5,
    colorScheme: dark ? 'dark' : 'light',
    locale,
  });
  const page = await context.newPage();
  await page.goto(server.url + query);
  await page.locator('main canvas, main svg[role=img], main [data-figure]').first().waitFor();
  // The flow follows the first picture, and the tiles of the plate come one by one.
  await page.waitForTimeout(file === 'plate.png' ? 30_000 : 4000);
  await page.screenshot({ path: join(folder, file) });
  await context.close();
  console.log(`docs/images/${file}`);
}
await browser.close();
await server.close();
