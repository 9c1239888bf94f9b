import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launch, seriousProblems, visit } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Small sizes, of which every machine has room and time. */
const query = '?view=choose&tab=scaling&lines=sdpa,external,se&range=16,256';

const saved = async (page: Page, format: string): Promise<string> => {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: `Save ${format}` }).click();
  return readFileSync(await (await download).path(), 'utf8');
};

test('a link opens a plot with its lines; they are measured, exported and opened', async () => {
  const { page, context, errors } = await visit(browser, inject('appUrl'));
  await page.goto(`${inject('appUrl')}${query}`);
  const names = page.locator('[data-part=labels] .name');
  await expect.poll(() => names.count(), { timeout: 60_000 }).toBe(3);
  const laws = page.getByRole('table');
  const row = (name: string) => laws.getByRole('row').filter({ hasText: name });
  expect(await row('Scaled dot-product').textContent()).toContain('2.00 ± 0.00');

  await page.getByRole('button', { name: /Measure on/ }).click();
  const points = page.locator('[data-part=lines] path.quartiles');
  // Five sizes of three mechanisms.
  await expect.poll(() => points.count(), { timeout: 110_000 }).toBe(15);
  expect(page.url()).toContain('cost=time');

  const svg = new XMLParser({ ignoreAttributes: false }).parse(await saved(page, 'SVG'));
  expect(svg.svg['@_viewBox']).toMatch(/^0 0 /);
  const csv = (await saved(page, 'CSV')).trim().split('\n');
  expect(csv).toHaveLength(16);
  for (const line of csv.slice(1))
    expect(line).toMatch(/,time_ms,[\d.]+,[\d.]+,[\d.]+,measured,true$/);

  await page.locator('main svg[role=application]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  expect(await seriousProblems(page, 'main')).toEqual([]);
  await page.getByRole('link', { name: 'Open at this size' }).click();
  await expect.poll(() => page.url()).toContain('in=random,1,1,16,16,4,4,64');
  expect(page.url()).not.toContain('view=');
  expect(errors).toEqual([]);
  await context.close();
});
