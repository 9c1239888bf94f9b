import { readFileSync } from 'node:fs';
import { csvParse } from 'd3';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { catalogueOf, computed, launch, overflow, seriousProblems, visit } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Goes to the table and waits until every row has been planned. */
async function table(page: Page, name = 'Choose'): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
  await page.locator('table[aria-busy=false]').waitFor({ timeout: 60_000 });
}

const names = (page: Page): Promise<string[]> =>
  page.locator('tbody th a').evaluateAll((links) => links.map((link) => link.textContent ?? ''));

/** The numbers of a column as they are read, units included: 1.05 M is a million. */
const numbers = async (page: Page, column: string): Promise<number[]> => {
  const factors: Record<string, number> = { K: 1e3, M: 1e6, G: 1e9, T: 1e12 };
  const texts = await page.locator(`tbody td[data-column=${column}]`).allTextContents();
  return texts.filter(Boolean).map((text) => {
    const [, value, unit] = /^([\d.,]+)\u202f?([KMGT]?)/.exec(text) ?? [];
    return Number(value.replaceAll(',', '')) * (factors[unit] ?? 1);
  });
};

async function download(page: Page, button: string): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  await page.keyboard.press('Escape');
  return readFileSync(await file.path(), 'utf8');
}

test('every mechanism has a row; rows are sorted, by keyboard too, and the address keeps the order', async () => {
  const { page, context, errors } = await visit(browser, inject('appUrl'));
  const catalogue = await catalogueOf(page);
  await table(page);
  expect(await names(page)).toEqual(catalogue);

  const macs = page.getByRole('columnheader', { name: 'MACs' });
  await macs.getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => macs.getAttribute('aria-sort')).toBe('ascending');
  const up = await numbers(page, 'macs');
  expect(up).toEqual([...up].sort((a, b) => a - b));
  await page.keyboard.press('Enter');
  await expect.poll(() => macs.getAttribute('aria-sort')).toBe('descending');
  await expect.poll(() => page.url()).toContain('sort=-macs');
  const order = await names(page);
  await page.reload();
  await page.locator('table[aria-busy=false]').waitFor({ timeout: 60_000 });
  expect(await names(page)).toEqual(order);
  await page.getByRole('button', { name: 'Order of the catalogue' }).click();
  await expect.poll(() => names(page)).toEqual(catalogue);
  expect(errors).toEqual([]);
  await context.close();
});

test('a size beyond the device is planned, and a row opens at its size', async () => {
  const { page, context, errors } = await visit(browser, inject('appUrl'));
  await table(page);
  await page.getByRole('radio', { name: 'Sequence' }).click();
  const tokens = page.getByRole('textbox', { name: 'Tokens N' });
  await tokens.fill('16384');
  await tokens.press('Enter');
  const row = page.locator('tr[data-id=mha]');
  await expect.poll(() => row.textContent(), { timeout: 30_000 }).toMatch(/8 × 16384 × 16384/);
  expect(await row.textContent()).toMatch(/needs .*GiB of/);
  await tokens.fill('64');
  await tokens.press('Enter');
  await expect.poll(() => row.textContent()).toMatch(/8 × 64 × 64/);
  const link = row.getByRole('link');
  const address = new URL((await link.getAttribute('href')) ?? '', page.url());
  await link.click();
  await computed(page);
  expect(page.url()).toContain('m=mha');
  await page.goto(address.href);
  await computed(page);
  // Rows that are given and rows that are chosen lead to the same numbers.
  await expect.poll(() => page.url()).toBe(address.href);
  expect(page.url()).toContain('in=random,1,1,64,64,8,8,64');
  expect(errors).toEqual([]);
  await context.close();
});

test('three mechanisms are measured in turn and exported with their times', async () => {
  const { page, context, errors } = await visit(browser, inject('appUrl'));
  await table(page);
  await page.getByLabel('Family').selectOption('channel');
  await expect.poll(async () => (await names(page)).length).toBe(5);
  for (const id of ['sk', 'psa']) {
    await page.locator(`tr[data-id=${id}]`).hover();
    await page.locator(`tr[data-id=${id}]`).getByRole('button').click();
  }
  await expect.poll(() => page.url()).toContain('less=sk,psa');
  await page.getByLabel('Rounds').selectOption('3');
  await page.getByRole('button', { name: 'Measure 3' }).click();
  await page.getByText(/^Medians of 3 rounds/).waitFor({ timeout: 60_000 });
  await expect.poll(() => page.locator('td[data-column=time]').allTextContents()).toHaveLength(3);
  for (const text of await page.locator('td[data-column=time]').allTextContents())
    expect(text).toMatch(/^[\d.]+\u202fms.*–/);

  const csv = csvParse(await download(page, 'Save CSV'));
  expect(csv.map(({ id }) => id)).toEqual(['se', 'eca', 'parnet']);
  expect(csv[0].Parameters).toBe('512');
  for (const row of csv) {
    const [q1, median, q3] = [
      row['time, first quartile, ms'],
      row['time, ms'],
      row['time, third quartile, ms'],
    ].map(Number);
    expect(median).toBeGreaterThan(0);
    expect(median).toBeGreaterThanOrEqual(q1);
    expect(median).toBeLessThanOrEqual(q3);
  }
  const latex = await download(page, 'Save LaTeX');
  expect(latex.match(/\\\\$/gm)).toHaveLength(4);
  const markdown = await download(page, 'Save Markdown');
  expect(markdown.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(5);
  expect(errors).toEqual([]);
  await context.close();
});

describe.each([
  { width: 1440, colorScheme: 'light', locale: 'en-US', link: 'Choose' },
  { width: 360, colorScheme: 'dark', locale: 'zh-CN', link: '选型' },
] as const)('$width px, $colorScheme, $locale', ({ width, colorScheme, locale, link }) => {
  test('has no serious accessibility problem and fits the window', async () => {
    const { page, context, errors } = await visit(browser, inject('appUrl'), {
      viewport: { width, height: 900 },
      colorScheme,
      locale,
    });
    await table(page, link);
    expect(await seriousProblems(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(errors).toEqual([]);
    await context.close();
  });
});
