import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readGolden } from '../../src/inputs/golden';
import { writeSafetensors } from '../../src/inputs/safetensors';
import { computed, launch, visit } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const golden = (name: string): Buffer =>
  readFileSync(new URL(`../golden/${name}.safetensors`, import.meta.url));

/** Drops a file in the middle of the page, as a person would. */
async function drop(page: Page, name: string, content: Uint8Array): Promise<void> {
  const data = await page.evaluateHandle(
    ({ name, bytes }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], name));
      return transfer;
    },
    { name, bytes: [...content] },
  );
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('main', type, { dataTransfer: data });
  }
}

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('a recorded call that is dropped opens its mechanism and says how far it agrees', async () => {
  const { page, context, errors, foreign } = await visit(browser, inject('appUrl'));
  await drop(page, 'mine.safetensors', golden('cross.dev1'));
  await expect
    .poll(() => page.locator('main h2').first().textContent(), { timeout: 60_000 })
    .toBe('Cross-attention');
  await expect
    .poll(() => section(page, 'Parity with PyTorch').textContent(), { timeout: 60_000 })
    .toMatch(/mine\.safetensors: all \d+ tensors agree with PyTorch on/);
  await computed(page);
  // The picture before stays until the new one is computed.
  await expect
    .poll(() => page.locator('main').textContent(), { timeout: 60_000 })
    .toContain('Weights from mine.safetensors.');
  expect(await section(page, 'Weights').textContent()).toContain('mine.safetensors');
  expect(page.url()).toContain('in=tensors');

  // What stays on the device is not in the link, and the link says so.
  const other = await visit(browser, page.url());
  await expect
    .poll(() => other.page.locator('body').textContent())
    .toContain('private file that never left');
  expect([...errors, ...other.errors, ...foreign]).toEqual([]);
  await other.context.close();

  // Leaving the file for random weights and coming back.
  await section(page, 'Weights').getByRole('radio', { name: 'Random' }).click();
  await expect.poll(() => page.locator('main').textContent()).toContain('Random weights');
  await page.goBack();
  await expect
    .poll(() => page.locator('main').textContent())
    .toContain('Weights from mine.safetensors.');
  await context.close();
});

test('a bare state_dict finds its mechanism; a file that fits none says why', async () => {
  const { page, context, errors } = await visit(browser, inject('appUrl'));
  const { params } = readGolden(new Uint8Array(golden('se.dev1')));
  const named = Object.entries(params).map(([name, tensor]) => [`backbone.3.se.${name}`, tensor]);
  await drop(page, 'weights.safetensors', writeSafetensors(Object.fromEntries(named)));
  await expect
    .poll(() => page.locator('main h2').first().textContent(), { timeout: 60_000 })
    .toBe('Squeeze-and-Excitation (SE)');
  await expect
    .poll(() => page.locator('main').textContent(), { timeout: 60_000 })
    .toContain('Weights from weights.safetensors.');

  const broken = Object.fromEntries(named.slice(1));
  await drop(page, 'broken.safetensors', writeSafetensors(broken));
  await expect
    .poll(() => page.locator('body').textContent(), { timeout: 60_000 })
    .toContain('The weights fit no mechanism');
  expect(await page.locator('main h2').first().textContent()).toBe('Squeeze-and-Excitation (SE)');
  expect(errors).toEqual([]);
  await context.close();
});

test('parity is measured in this browser, without disturbing the page', async () => {
  const { page, context, errors } = await visit(browser, `${inject('appUrl')}?m=eca`);
  const parity = section(page, 'Parity with PyTorch');
  await parity.getByRole('button', { name: 'Measure here' }).click();
  for (const backend of ['wasm', 'cpu']) {
    const row = parity.getByRole('row', { name: new RegExp(`agrees ${backend}`) });
    await row.waitFor({ timeout: 120_000 });
    expect(await row.textContent()).toMatch(/\d/);
  }
  const cancel = parity.getByRole('button', { name: 'Cancel' });
  if (await cancel.count()) await cancel.click();

  await parity.getByRole('button', { name: 'All mechanisms' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('row').nth(16).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'CSV' }).click(),
  ]);
  const [header, ...rows] = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n');
  expect(header).toMatch(/^mechanism,class,case,backend,passed/);
  expect(rows.some((row) => /^eca,ECAAttention,\w+,wasm,true/.test(row))).toBe(true);
  expect(errors).toEqual([]);
  await context.close();
});

test('the source that runs opens beside the picture, with the files that it imports', async () => {
  const { page, context, errors } = await visit(browser, `${inject('appUrl')}?m=se`);
  await page.locator('main h2').first().click();
  await page.keyboard.press('u');
  const sheet = page.getByRole('complementary', { name: /^Source/ });
  const code = readFileSync(new URL('../../src/mechanisms/se.ts', import.meta.url), 'utf8');
  await expect.poll(() => sheet.locator('pre').textContent()).toBe(`${code.trimEnd()}\n`);
  await sheet.getByRole('button', { name: 'mechanisms/maps.ts' }).click();
  await expect.poll(() => sheet.locator('h2').textContent()).toBe('src/mechanisms/maps.ts');
  await page.keyboard.press('Escape');
  await expect.poll(() => sheet.count()).toBe(0);
  expect(errors).toEqual([]);
  await context.close();
});

test('paper and published code are compared on the present input', async () => {
  const { page, context, errors } = await visit(browser, `${inject('appUrl')}?m=a2`);
  const variants = section(page, 'Paper and other code');
  // As published every weight of a single image is 1, and those of the paper are far below.
  await expect
    .poll(() => variants.textContent(), { timeout: 60_000 })
    .toMatch(/Largest difference, Attention maps0\.99/);
  await variants.getByRole('button', { name: /published code/ }).click();
  await expect.poll(() => page.url()).toContain('p.variant=published');
  expect(errors).toEqual([]);
  await context.close();
});
