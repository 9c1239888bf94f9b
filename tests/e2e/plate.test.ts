import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import type { Browser, Page } from 'playwright';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { catalogueOf, computed, launch, overflow, seriousProblems, visit } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Goes to the plate and waits until every tile has a picture or says why not. */
async function plate(page: Page, name = 'Plate'): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
  await page.locator('[data-tile]').first().waitFor();
  await expect
    .poll(() => page.locator('[data-id][data-state=waiting]').count(), { timeout: 110_000 })
    .toBe(0);
}

test('every mechanism has a picture or a sentence, and a click opens it', async () => {
  const { page, context, errors } = await visit(browser, inject('appUrl'));
  const names = await catalogueOf(page);
  await plate(page);
  expect(page.url()).toContain('view=plate');

  const tiles = page.locator('[data-id]');
  expect((await page.locator('[data-tile]').allTextContents()).sort()).toEqual(names.sort());
  const empty = await tiles.evaluateAll((all) =>
    all.flatMap((tile) => {
      const canvas = tile.querySelector('canvas');
      const marks = tile.querySelectorAll('[data-figure] svg path[d]:not([d=""]), svg text').length;
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      const drawn = marks > 0 || pixels?.some((byte) => byte > 0);
      const sentence = tile.querySelector('p')?.textContent?.trim();
      const failed = tile.getAttribute('data-state') === 'failed';
      return (failed ? sentence : drawn) ? [] : [tile.getAttribute('data-id')];
    }),
  );
  expect(empty).toEqual([]);
  // A photograph is something that all of them take.
  expect(await page.locator('[data-state=failed]').count()).toBe(0);

  const swin = page.locator('[data-id=swin-shifted] [data-tile]');
  const name = (await swin.textContent()) ?? '';
  await swin.click();
  await computed(page);
  await expect.poll(() => page.locator('main h2').first().textContent()).toBe(name);
  expect(page.url()).toContain('m=swin-shifted');
  expect(page.url()).not.toContain('view=');
  await page.goBack();
  await page.locator('[data-tile]').first().waitFor();
  expect(page.url()).toContain('view=plate');
  await page.goBack();
  await computed(page);
  expect(errors).toEqual([]);
  await context.close();
});

test('the plate narrows, by keyboard too, and the address keeps it', async () => {
  const { page, context, errors } = await visit(browser, inject('appUrl'));
  await page.getByRole('link', { name: 'Plate' }).click();
  const tiles = page.locator('[data-tile]');
  await tiles.first().waitFor();
  const all = await tiles.count();
  await page.getByLabel('Family').selectOption('window');
  await expect.poll(() => tiles.count()).toBeLessThan(all / 3);
  expect(await page.locator('section h3').allTextContents()).toEqual(['Window']);
  await page.getByRole('searchbox', { name: 'Find' }).fill('halo');
  await expect.poll(() => tiles.count()).toBe(1);
  await expect.poll(() => page.url()).toContain('find=halo');
  await page.reload();
  await tiles.first().waitFor();
  expect(await tiles.count()).toBe(1);
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect.poll(() => tiles.count()).toBe(all);

  // One stop for Tab; arrow keys move on from there, Enter opens.
  expect(await page.locator('[data-tile][tabindex="0"]').count()).toBe(1);
  await tiles.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const chosen = await page.evaluate(() => document.activeElement?.textContent);
  expect(await tiles.allTextContents()).toContain(chosen);
  expect(chosen).not.toBe(await tiles.first().textContent());
  await page.keyboard.press('Enter');
  await computed(page);
  await expect.poll(() => page.locator('main h2').first().textContent()).toBe(chosen);
  expect(errors).toEqual([]);
  await context.close();
});

test('pointing at a tile enlarges it', async () => {
  const { page, context } = await visit(browser, inject('appUrl'));
  await plate(page);
  await page.locator('[data-id=sdpa]').hover();
  const card = page.locator('[data-radix-popper-content-wrapper]');
  await card.locator('.katex').first().waitFor();
  expect(await card.textContent()).toMatch(/Vaswani.*multiply–accumulates/s);
  await context.close();
});

test('the whole plate is saved as one figure', async () => {
  const { page, context, errors } = await visit(browser, inject('appUrl'));
  await plate(page);
  const names = await page.locator('[data-tile]').allTextContents();
  const save = async (format: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 100_000 }),
      page.getByRole('button', { name: `Save as ${format}` }).click(),
    ]);
    return readFileSync(await download.path());
  };
  const svg = (await save('SVG')).toString();
  expect(() => new XMLParser().parse(svg, true)).not.toThrow();
  const words = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text).join(' ');
  for (const name of names) expect(words).toContain(name.split(' ')[0].replaceAll('&', '&amp;'));
  expect(svg.match(/data-part="tile"/g)).toHaveLength(names.length);
  const png = PNG.sync.read(await save('PNG'));
  expect(png.height).toBeGreaterThan(png.width);
  expect(errors).toEqual([]);
  await context.close();
});

describe.each([
  { width: 1440, colorScheme: 'light', locale: 'en-US', link: 'Plate' },
  { width: 360, colorScheme: 'dark', locale: 'zh-CN', link: '图版' },
] as const)('$width px, $colorScheme, $locale', ({ width, colorScheme, locale, link }) => {
  test('has no serious accessibility problem and fits the window', async () => {
    const { page, context, errors } = await visit(browser, inject('appUrl'), {
      viewport: { width, height: 900 },
      colorScheme,
      locale,
    });
    await plate(page, link);
    expect(await seriousProblems(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(errors).toEqual([]);
    await context.close();
  });
});
