import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { catalogueOf, computed, enter, launch, overflow, seriousProblems, visit } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe.each([
  { width: 1440, height: 900, colorScheme: 'light', locale: 'en-US' },
  { width: 1000, height: 900, colorScheme: 'dark', locale: 'zh-CN' },
  { width: 360, height: 740, colorScheme: 'light', locale: 'zh-CN' },
] as const)('$width px, $colorScheme, $locale', ({ width, height, colorScheme, locale }) => {
  test.each(['', '?m=mha&in=text,64,sinusoidal&text=one+two+three', '?m=cbam', '?m=swin-shifted'])(
    'view "%s" has no serious accessibility problem and fits the window',
    async (query) => {
      const { page, context, errors } = await visit(browser, inject('appUrl') + query, {
        viewport: { width, height },
        colorScheme,
        locale,
      });
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale.slice(0, 2));
      expect(await seriousProblems(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(errors).toEqual([]);
      await context.close();
    },
  );
});

test('every mechanism of the catalogue opens with a picture and steps to its end', async () => {
  const { page, context, errors } = await visit(browser, inject('appUrl'));
  const entries = page.getByRole('region', { name: 'Catalogue' }).getByRole('button');
  const names = await catalogueOf(page);
  expect(names.length).toBeGreaterThanOrEqual(58);
  for (const [i, name] of names.entries()) {
    await entries.nth(i).click();
    await expect.poll(() => page.locator('main h2').first().textContent()).toBe(name);
    await computed(page);
    await expect
      .poll(() => page.locator('main [aria-busy=true]').count(), { timeout: 30_000 })
      .toBe(0);
    await page.locator('main h2').first().click();
    await page.keyboard.press('End');
    await computed(page);
    expect(await page.locator('main [role=alert]').count(), name).toBe(0);
    expect(await page.locator('main').textContent(), name).not.toContain('[object');
  }
  expect(errors).toEqual([]);
  await context.close();
});

test('bad input is refused in a sentence, and what was made is kept', async () => {
  const { page, context, errors } = await visit(
    browser,
    `${inject('appUrl')}?m=mha&in=text,64,sinusoidal&text=one+two+three`,
  );
  const sentence = page.getByRole('textbox', { name: /^Sentence/ }).first();
  await sentence.fill('');
  await expect.poll(() => page.locator('main').textContent()).toMatch(/empty|type/i);
  await sentence.fill('one two three four');
  await expect.poll(() => page.locator('main').textContent()).toContain('query 4');

  // Heads that do not divide the channels are not offered; a file that is no image is refused.
  await page.getByRole('radio', { name: 'Image' }).click();
  await computed(page);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no image') });
  await expect
    .poll(() => page.locator('body').textContent())
    .toMatch(/image.*(JPEG|PNG|decode|read)/);
  await computed(page);
  expect(errors).toEqual([]);
  await context.close();
});

test('a size beyond memory is refused before it is allocated', async () => {
  const { page, context } = await visit(browser, inject('appUrl'));
  await page.goto(`${inject('appUrl')}?m=sdpa&in=random,1,1,65536,65536,8,8,64&pin=none`);
  await expect.poll(() => page.locator('main').textContent(), { timeout: 30_000 }).toMatch(/GiB/);
  await context.close();
});

test('a part whose file does not come says so, keeps the rest, and comes when it is asked again', async () => {
  const { page, context } = await enter(browser, 'about:blank');
  await context.route(/assets\/beside-.*\.(js|css)$/, (route) => route.abort());
  await page.goto(inject('appUrl'));
  await computed(page);
  const again = page.getByRole('button', { name: 'Try again' });
  await again.first().waitFor();
  expect(await page.getByRole('alert').first().textContent()).toMatch(/could not be loaded/);
  await context.unroute(/assets\/beside-.*\.(js|css)$/);
  // One after the other: each part of the page has its own.
  while ((await again.count()) > 0) {
    const before = await again.count();
    await again.first().click();
    await expect.poll(() => again.count()).toBeLessThan(before);
  }
  await page.getByRole('slider').first().waitFor();
  await page.getByRole('region', { name: 'Catalogue' }).waitFor();
  await context.close();
});

test('inputs that cannot fit are refused before they are made', async () => {
  const { page, context } = await visit(browser, inject('appUrl'));
  const huge = `${inject('appUrl')}?m=sdpa&in=random,1,1,65536,65536,1,1,4096`;
  await page.goto(huge);
  const alert = page.getByRole('main').getByRole('alert');
  await alert.waitFor({ timeout: 15_000 });
  expect(await alert.textContent()).toMatch(/needs 16 GiB, but wasm takes at most/);
  await context.close();
});

test('an image dropped where none is taken is refused in a sentence', async () => {
  const { page, context } = await visit(browser, `${inject('appUrl')}?m=seq2seq`);
  const buffer = Buffer.from('not looked at');
  await page
    .locator('#open-file')
    .setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer });
  // Read out as well as shown.
  const sentence = page.getByText(/takes no image; choose a mechanism that does and open cat.png/);
  await sentence.first().waitFor();
  await context.close();
});

test('what the page fetches ahead for its worker is taken by it, and nothing comes twice', async () => {
  const { page, context } = await visit(browser, inject('appUrl'));
  const ahead = await page
    .locator('link[rel=prefetch]')
    .evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href));
  const fetched = (): { name: string; bytes: number }[] =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map(
      ({ name, transferSize }) => ({ name, bytes: transferSize }),
    );
  // The page's own entries name its worker; those of the worker, what that has asked for.
  const [worker] = page.workers();
  const used = [...(await page.evaluate(fetched)), ...(await worker.evaluate(fetched))];
  for (const name of ahead) {
    const entries = used.filter((entry) => entry.name === name);
    expect(entries.length, name).toBeGreaterThanOrEqual(2);
    expect(entries.filter(({ bytes }) => bytes > 0).length, name).toBe(1);
  }
  expect(ahead.some((name) => name.endsWith('.wasm'))).toBe(true);
  await context.close();
});
