import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launch, seriousProblems } from './browser';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function open(query: string) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, locale: 'en-US' });
  await page.goto(`${inject('appUrl')}?view=choose&tab=chooser&${query}`);
  await page.locator('[data-stale=false] li[data-id]').first().waitFor({ timeout: 60_000 });
  const ids = () =>
    page
      .getByRole('list', { name: 'Ranking' })
      .locator('> li')
      .evaluateAll((items) => items.map((item) => item.getAttribute('data-id')));
  return { page, ids };
}

test('a task, a budget, and a number that leads to where it is computed', async () => {
  const { page, ids } = await open('task=detection');
  expect(await seriousProblems(page)).toEqual([]);
  expect((await ids()).slice(0, 2)).toEqual(['bam', 'cbam']);

  await page.getByRole('textbox', { name: 'Parameters ≤' }).fill('1K');
  await page.keyboard.press('Enter');
  const over = page.getByRole('list', { name: 'Over budget' });
  await over.waitFor();
  expect(await ids()).not.toContain('bam');
  await over.getByText('Parameters over budget by × 1.39').waitFor();
  expect(new URL(page.url()).searchParams.get('within')).toBe('parameters:1000');

  const bam = over.locator('[data-id=bam]');
  const macs = await bam.getByRole('link', { name: /^873/ }).innerText();
  await bam.getByRole('link', { name: macs }).click();
  const cost = page.locator('dl', { has: page.getByText('Multiply–accumulates') });
  await cost.getByText(macs, { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByRole('heading', { name: 'Bottleneck attention (BAM)' }).waitFor();
  await page.close();
});

test('the shortlist is measured; a text is a sequence, and AFT comes in its simple form', async () => {
  const { page, ids } = await open('task=classification&at=map,1024,8,8,64,8&matters=time:2');
  await page.getByText('not measured', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Measure the first 6' }).click();
  const first = page.locator('li[data-id=eca]');
  await first.getByRole('link', { name: /ms$/ }).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Measure the first 6' }).waitFor({ timeout: 60_000 });

  await page.getByRole('radio', { name: 'Long text' }).check();
  await page.locator('li[data-id=external]').waitFor();
  expect((await ids())[0]).toBe('external');
  await page.getByText('simple = true').first().waitFor();
  await page.close();
});
