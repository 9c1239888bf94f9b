import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { computed, launch, visit } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const source = (page: Page) => page.getByRole('textbox', { name: /^English sentence/ });
const main = (page: Page) => page.locator('main').textContent();

test('a sentence is translated, aligned and explained, and an unknown word is named', async () => {
  const { page, context, errors, foreign } = await visit(
    browser,
    `${inject('appUrl')}?m=seq2seq&lang=en`,
  );
  await expect.poll(() => main(page)).toMatch(/chat.*noir/s);
  await expect.poll(() => main(page)).toContain('held-out sentences');

  await source(page).fill('A white goat sleeps.');
  await expect.poll(() => main(page)).toMatch(/chèvre.*blanche/s);

  await source(page).fill('A white zebra sleeps.');
  await expect.poll(() => main(page)).toContain('“zebra” is not among the words');
  await page
    .getByRole('combobox', { name: 'Example sentence' })
    .selectOption('The small black dog does not see a big white cow.');
  await expect.poll(() => main(page)).toMatch(/chien.*noir.*ne.*voit.*pas/s);

  // Words to follow stand in place of the model's own.
  await page.getByRole('textbox', { name: /^French words/ }).fill('La poule chante.');
  await expect.poll(() => main(page)).toMatch(/poule.*chante/s);
  await computed(page);

  // Without training, under a seed.
  await page.getByRole('radio', { name: 'Random' }).click();
  await expect.poll(() => main(page)).toContain('Random weights');
  expect(page.url()).toContain('w=pytorch');
  expect([...errors, ...foreign]).toEqual([]);
  await context.close();
});
