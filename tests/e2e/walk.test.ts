import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import type { Browser, Download, Page } from 'playwright';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { computed, launch, visit } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Opens a mechanism from the catalogue; its entry also tells the year. */
const choose = (page: Page, name: string) =>
  page
    .getByRole('region', { name: 'Catalogue' })
    .getByRole('button')
    .filter({ has: page.getByText(name, { exact: true }) })
    .click();

async function save(page: Page, format: string): Promise<Download> {
  await page.getByRole('radio', { name: format, exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save' }).click(),
  ]);
  return download;
}

/** The pinned number, as printed and as its sum. */
async function pinned(page: Page): Promise<string> {
  const section = page.locator('section', { hasText: 'Pinned number' }).last();
  await expect.poll(() => section.textContent()).toMatch(/\d\.\d/);
  return (await section.textContent()) ?? '';
}

test('a newcomer walks from a sentence to a shared figure', async () => {
  const { page, context, errors, foreign } = await visit(browser, inject('appUrl'));

  // A sentence of one's own through multi-head attention.
  await page.getByRole('radio', { name: 'Text' }).click();
  await page
    .getByRole('textbox', { name: /^Sentence/ })
    .first()
    .fill('my own cat saw your cat');
  await choose(page, 'Multi-head self-attention');
  await computed(page);
  await expect
    .poll(() => page.locator('main h2').first().textContent())
    .toBe('Multi-head self-attention');
  await expect
    .poll(() => page.locator('main figure, main').first().textContent())
    .toMatch(/head \d+ × query 6 × key 6/);

  // Steps: by key and by click.
  await page.getByRole('button', { name: 'Queries' }).click();
  await expect.poll(() => page.locator('[aria-current=step]').textContent()).toBe('Queries');
  await page.locator('main h2').first().click();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.locator('[aria-current=step]').textContent()).toBe('Keys');
  await page.getByRole('button', { name: 'Attention weights' }).first().click();
  await computed(page);

  // A cell is pinned by keyboard, and its sum is shown.
  const matrix = page.locator('main [role=application]').first();
  await matrix.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const story = await pinned(page);
  expect(story).toContain('sum of 6 terms');
  expect(page.url()).toContain('pin=weights');

  // A photograph through CBAM: another kind of input is brought along.
  await choose(page, 'Convolutional block attention (CBAM)');
  await computed(page);
  await expect
    .poll(() => page.locator('[aria-current=step]').textContent())
    .toMatch(/gate|weights/i);
  await page
    .getByRole('button', { name: /Channel gates?/ })
    .first()
    .click();
  await computed(page);

  // Shifted windows.
  await choose(page, 'Shifted-window attention (Swin)');
  await computed(page);
  await expect.poll(() => page.locator('main').textContent()).toContain('Where it looks');

  // Take the picture home.
  const png = await save(page, 'PNG');
  expect(png.suggestedFilename()).toMatch(/^swin-shifted-weights-.*\.png$/);
  const picture = PNG.sync.read(readFileSync(await png.path()));
  expect(picture.width).toBeGreaterThan(600);
  const colours = new Set<number>();
  for (let i = 0; i < picture.data.length; i += 4) colours.add(picture.data.readUInt32BE(i));
  expect(colours.size).toBeGreaterThan(50);

  const svg = await save(page, 'SVG');
  expect(svg.suggestedFilename()).toMatch(/^swin-shifted-weights-.*\.svg$/);
  const text = readFileSync(await svg.path(), 'utf8');
  expect(() => new XMLParser({ ignoreAttributes: false }).parse(text, true)).not.toThrow();
  expect(text).toContain('Shifted-window attention');
  expect(text).not.toMatch(/(href|src)="https?:/);

  // The address is the view: a second visitor sees the same, and Back returns.
  const shared = page.url();
  const other = await visit(browser, shared);
  expect(await other.page.locator('main h2').first().textContent()).toBe(
    'Shifted-window attention (Swin)',
  );
  expect(await other.page.locator('[aria-current=step]').textContent()).toBe(
    await page.locator('[aria-current=step]').textContent(),
  );
  await page.goBack();
  await expect
    .poll(() => page.locator('main h2').first().textContent())
    .toBe('Convolutional block attention (CBAM)');
  await page.goForward();
  await expect
    .poll(() => page.locator('main h2').first().textContent())
    .toBe('Shifted-window attention (Swin)');

  expect([...errors, ...other.errors]).toEqual([]);
  expect([...foreign, ...other.foreign]).toEqual([]);
  await context.close();
  await other.context.close();
});

test('a malformed address opens the nearest valid view and says so', async () => {
  const { page, context, errors } = await visit(browser, inject('appUrl'));
  await page.goto(`${inject('appUrl')}?m=no-such&in=image,chelsea,-3&step=%00&lang=xx`);
  // The notice goes after a while, so it is waited for first.
  await page
    .getByText(/mechanism, .*could not be read; the defaults are shown/)
    .first()
    .waitFor();
  await computed(page);
  expect(await page.locator('main h2').first().textContent()).toBe('Scaled dot-product attention');
  expect(errors).toEqual([]);
  await context.close();
});

test('numbers are edited and recomputed live', async () => {
  const { page, context } = await visit(browser, `${inject('appUrl')}?in=numbers,cat-and-mice,en`);
  await page.getByRole('button', { name: 'Attention weights' }).first().click();
  const matrix = page.locator('main [role=application]').first();
  await matrix.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect.poll(() => pinned(page)).toContain('0.2984');
  // The key of "mouse" becomes (1, −0.025). Its product with the query (1, 0.8) is 0.98, as that of
  // "cat", so by hand both weigh e^(0.98/√2) / (2e^(0.98/√2) + e^(0.96/√2)) = 0.3349.
  await page.getByRole('textbox', { name: 'Key 3, 1' }).fill('1');
  await page.getByRole('textbox', { name: 'Key 3, 2' }).fill('-0.025');
  await expect.poll(() => pinned(page)).toContain('0.3349');
  await context.close();
});
