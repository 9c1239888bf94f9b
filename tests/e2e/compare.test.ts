import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launch, overflow, seriousProblems, visit } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const both = '?view=compare';

/** Waits until both sides and their difference are drawn. */
async function compared(page: Page): Promise<void> {
  for (const name of ['Side A', 'Side B', 'Difference'])
    await page.getByRole('region', { name }).locator('svg [aria-label], svg text').first().waitFor({
      timeout: 60_000,
    });
  await page.getByRole('table', { name: 'Numbers' }).waitFor({ timeout: 60_000 });
}

/** The two numbers of a row of the table, or the one that both share. */
const numbers = (page: Page, name: string): Promise<string[]> =>
  page
    .getByRole('row', { name: new RegExp(`^${name}`) })
    .locator('td')
    .allTextContents();

async function saved(page: Page, format: 'PNG' | 'SVG'): Promise<{ name: string; data: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByRole('button', { name: `Save as ${format}` }).click(),
  ]);
  return { name: download.suggestedFilename(), data: readFileSync(await download.path()) };
}

test('CBAM beside ECA on the photograph: gates of channels, their difference, one figure', async () => {
  const { page, context, errors } = await visit(browser, inject('appUrl') + both);
  await page.getByRole('button', { name: 'CBAM × ECA' }).click();
  await expect
    .poll(() => new URL(page.url()).searchParams.get('bstep'), { timeout: 60_000 })
    .toBe('gate');
  await compared(page);
  const query = new URL(page.url()).searchParams;
  expect([query.get('m'), query.get('b'), query.get('step')]).toEqual([
    'cbam',
    'eca',
    'channel-gate',
  ]);
  await expect
    .poll(async () => Number((await numbers(page, 'Largest'))[0]), { timeout: 60_000 })
    .toBeGreaterThan(0);

  const svg = await saved(page, 'SVG');
  expect(svg.name).toBe('compare-cbam-eca-channel-gate.svg');
  const text = svg.data.toString();
  for (const words of ['(CBAM)', '(ECA)', 'A − B', 'kernel_size 3', 'reduction 4', 'chelsea'])
    expect(text).toContain(words);
  const png = PNG.sync.read((await saved(page, 'PNG')).data);
  expect(png.width).toBeGreaterThan(2000);
  // There is something in every third of the figure.
  for (const third of [0, 1, 2]) {
    let dark = 0;
    for (let y = 0; y < png.height; y++)
      for (let x = (third * png.width) / 3; x < ((third + 1) * png.width) / 3; x++)
        if (png.data[4 * (y * png.width + Math.floor(x))] < 200) dark++;
    expect(dark).toBeGreaterThan(5000);
  }
  expect(errors).toEqual([]);
  await context.close();
});

test('full beside shifted-window attention: one query, overlap, and a figure', async () => {
  const { page, context, errors } = await visit(browser, inject('appUrl') + both);
  await page.getByRole('button', { name: 'Full × shifted windows' }).click();
  await compared(page);
  for (const name of ['Side A', 'Side B'])
    await expect
      .poll(() => page.getByRole('region', { name }).textContent(), { timeout: 60_000 })
      .toContain('Query (12, 10)');
  await expect.poll(() => numbers(page, 'Overlap'), { timeout: 60_000 }).toHaveLength(1);
  await expect
    .poll(() => numbers(page, 'Weight where'))
    .toEqual([expect.stringMatching(/^\d/), '100.0\u202f%']);

  // Another query on side B: side A shows the same.
  const figure = page.getByRole('region', { name: 'Side B' }).locator('[data-figure] svg');
  const box = await figure.boundingBox();
  await figure.click({ position: { x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 3 } });
  await expect
    .poll(() => page.getByRole('region', { name: 'Side B' }).textContent())
    .not.toContain('Query (12, 10)');
  const named = /Query \(\d+, \d+\)/;
  const chosen = (await page.getByRole('region', { name: 'Side B' }).textContent())?.match(named);
  await expect
    .poll(() => page.getByRole('region', { name: 'Side A' }).textContent())
    .toContain(chosen?.[0]);

  const { name, data } = await saved(page, 'SVG');
  expect(name).toBe('compare-sdpa-swin-shifted-weights.svg');
  expect(data.toString()).toContain(chosen?.[0]);
  // Both sides have one range, and so one legend.
  expect(data.toString().match(/one range for both/g)).toHaveLength(1);
  expect(errors).toEqual([]);
  await context.close();
});

test('what one side cannot compute is said there, and the other stays', async () => {
  const { page, context } = await visit(
    browser,
    `${inject('appUrl')}${both}&m=sdpa&in=text,16,none&text=one+two+three&b=cbam`,
  );
  const b = page.getByRole('region', { name: 'Side B' });
  await b.getByRole('alert').waitFor({ timeout: 60_000 });
  const a = page.getByRole('region', { name: 'Side A' });
  expect(await a.getByRole('alert').count()).toBe(0);
  await a.locator('[data-figure] svg').first().waitFor();
  await context.close();
});

test('sides are swapped, and Back returns to where they were', async () => {
  const { page, context } = await visit(browser, `${inject('appUrl')}${both}&m=se&b=eca`);
  await compared(page);
  await page.getByRole('button', { name: 'Swap A and B' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('m')).toBe('eca');
  expect(new URL(page.url()).searchParams.get('b')).toBe('se');
  await compared(page);
  await page.goBack();
  await expect.poll(() => new URL(page.url()).searchParams.get('m')).toBe('se');
  await context.close();
});

describe.each([
  { width: 1440, height: 900, colorScheme: 'light', locale: 'en-US' },
  { width: 768, height: 900, colorScheme: 'dark', locale: 'zh-CN' },
  { width: 360, height: 740, colorScheme: 'light', locale: 'zh-CN' },
] as const)('$width px, $colorScheme, $locale', ({ width, height, colorScheme, locale }) => {
  test.each(['', '&m=cbam&b=eca&in=image,chelsea,32,32,32'])(
    '"%s" has no serious accessibility problem and fits the window',
    async (query) => {
      const { page, context, errors } = await visit(browser, inject('appUrl') + both + query, {
        viewport: { width, height },
        colorScheme,
        locale,
      });
      await page.locator('main table').waitFor({ timeout: 60_000 });
      expect(await seriousProblems(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(errors).toEqual([]);
      await context.close();
    },
  );
});
