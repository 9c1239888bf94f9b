import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { lessons } from '../../src/lessons/lessons';
import { enter, launch, visit } from './browser';
import { opened, panel } from './lesson-panel';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const appUrl = (query: string) => `${inject('appUrl')}?${query}`;

describe('every lesson opens', () => {
  test('by its own address', async () => {
    const { page, context, errors } = await enter(browser, appUrl('view=learn'));
    for (const { id, title } of lessons) {
      await page.goto(appUrl(`lesson=${id}`));
      await opened(page, title.en);
      expect(
        await page
          .getByRole('region', { name: /Notices/ })
          .locator('li')
          .count(),
      ).toBe(0);
    }
    expect(errors).toEqual([]);
    await context.close();
  });

  test('from the list', async () => {
    const { page, context, errors } = await enter(browser, appUrl('view=learn'));
    const titles = page.locator('main h4 a');
    await titles.first().waitFor();
    // The worked examples and claims that this part of the app is for.
    expect(lessons.length).toBeGreaterThanOrEqual(18);
    expect(await titles.allTextContents()).toEqual(lessons.map(({ title }) => title.en));
    for (const { id, title } of lessons) {
      await page.getByRole('link', { name: title.en, exact: true }).click();
      await opened(page, title.en);
      expect(page.url()).toContain(`lesson=${id}:1`);
      await page.getByRole('link', { name: 'Learn', exact: true }).click();
      await titles.first().waitFor();
    }
    expect(errors).toEqual([]);
    await context.close();
  });

  test('from the search', async () => {
    const { page, context, errors } = await visit(browser, inject('appUrl'));
    for (const { title } of lessons) {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search' }).fill(title.en);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('option', { name: title.en, exact: true }).click();
      await opened(page, title.en);
    }
    expect(errors).toEqual([]);
    await context.close();
  });
});

const words = {
  en: {
    products: 'Dot products',
    weights: 'Attention weights',
    output: 'Output',
    mouse: 'mouse',
    next: 'Next',
    finish: 'All lessons',
    right: 'Right.',
    key: 'Key 1, 1',
    clear: 'Clear progress',
    sure: 'Clear all marks?',
  },
  zh: {
    products: '点积',
    weights: '注意力权重',
    output: '输出',
    mouse: '老鼠',
    next: '下一节',
    finish: '全部课程',
    right: '正确。',
    key: '键 1, 1',
    clear: '清除进度',
    sure: '确定清除全部标记？',
  },
} as const;

/** The figure of a step, once it has taken the place of the one before. */
const figureOf = (page: Page, step: string) =>
  page.locator(`main [data-figure] [role=application][aria-label*="${step}"]`).first();

/** Clicks a cell of a matrix, counted among its columns. */
async function clickCell(page: Page, step: string, column: number, columns: number): Promise<void> {
  const cells = figureOf(page, step).locator('rect.overlay');
  await cells.waitFor();
  const box = await cells.boundingBox();
  if (!box) throw new Error('the figure has no size');
  await page.mouse.click(box.x + ((column + 0.5) / columns) * box.width, box.y + box.height / 2);
}

/** Pins a cell by keyboard. */
async function pinByKey(page: Page, step: string): Promise<void> {
  await figureOf(page, step).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
}

describe.each(['en', 'zh'] as const)('the walk through a lesson, %s', (locale) => {
  const say = words[locale];

  test('its tasks can be done, are remembered, and forgotten when asked', async () => {
    const { page, context, errors } = await enter(browser, appUrl('lesson=cat-and-mice'), {
      locale: locale === 'zh' ? 'zh-CN' : 'en-US',
    });
    const done = page.locator('[data-task][data-done=true]');
    const next = panel(page).getByRole('button', { name: say.next, exact: true });
    const marks = panel(page).locator('ol a[data-done=true]');

    await opened(page, lessons[0].title[locale]);
    expect(await done.count()).toBe(0);
    await clickCell(page, say.products, 2, 3);
    await done.waitFor();
    await next.click();

    await panel(page).getByRole('button', { name: say.mouse, exact: true }).click();
    await panel(page).getByText(say.right, { exact: true }).waitFor();
    // The number beside the answer comes from the engine.
    expect(await panel(page).getByRole('button', { pressed: true }).textContent()).toContain(
      '0.4073',
    );
    await next.click();

    const table = panel(page).getByRole('table');
    await expect.poll(() => table.locator('tbody tr').last().textContent()).toContain('0.407340');
    expect(await table.textContent()).toContain('0.2561');
    expect(await done.count()).toBe(0);
    await clickCell(page, say.weights, 2, 3);
    await done.waitFor();
    await next.click();

    await panel(page).getByRole('table').waitFor();
    await pinByKey(page, say.output);
    await done.waitFor();
    await next.click();

    const box = page.getByRole('textbox', { name: say.key });
    const place = await box.boundingBox();
    if (!place) throw new Error('there is no number to drag');
    await page.mouse.move(place.x + 20, place.y + 10);
    await page.mouse.down();
    await page.mouse.move(place.x + 160, place.y + 10, { steps: 10 });
    await page.mouse.up();
    await done.waitFor();
    expect(Number(await box.inputValue())).toBeGreaterThan(2);
    await expect.poll(() => marks.count()).toBe(5);
    await panel(page).getByRole('button', { name: say.finish, exact: true }).click();

    const listed = page.locator('main ol a[data-done=true]');
    await expect.poll(() => listed.count()).toBe(5);
    await page.reload();
    await expect.poll(() => listed.count()).toBe(5);
    await page.getByRole('button', { name: say.clear }).click();
    await page.getByRole('button', { name: say.sure }).click();
    await expect.poll(() => listed.count()).toBe(0);
    await page.reload();
    await page.locator('main h4').first().waitFor();
    expect(await listed.count()).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });
});

test('the reader can play and come back, and a link keeps what is on the screen', async () => {
  const { page, context, errors } = await enter(browser, appUrl('lesson=cat-and-mice:3'));
  await opened(page, lessons[0].title.en);
  const restart = panel(page).getByRole('button', { name: 'Back to this step’s view' });
  expect(await restart.count()).toBe(0);

  // A word that names a tensor leads into the figure.
  await panel(page).getByRole('button', { name: 'largest score' }).click();
  await expect.poll(() => page.url()).toContain('pin=scores:0,0,2');
  await restart.waitFor();
  await page.reload();
  await opened(page, lessons[0].title.en);
  expect(page.url()).toContain('pin=scores:0,0,2');
  await expect
    .poll(() => page.locator('main [aria-current=step]').textContent())
    .toContain('Scaled scores');
  await restart.click();
  await restart.waitFor({ state: 'detached' });

  // Another language names the rows anew, which is no change of the reader's.
  await page.keyboard.press('l');
  await panel(page).getByRole('rowheader', { name: '老鼠' }).waitFor();
  await expect.poll(() => page.url()).toContain('numbers,cat-and-mice,zh');
  await page.keyboard.press('l');
  await expect.poll(() => page.url()).not.toContain('cat-and-mice,zh');
  expect(await restart.count()).toBe(0);

  // The printed table follows what the reader changes, and says so.
  await panel(page).locator('summary').click();
  await page.getByRole('textbox', { name: 'Key 3, 2' }).fill('0');
  await panel(page).getByText('the right column follows').waitFor();
  const last = panel(page).getByRole('table').locator('tbody tr').last();
  await expect.poll(() => last.textContent()).not.toContain('0.407340');

  // Leaving keeps what is on the screen; Back returns to the lesson.
  await panel(page).getByRole('button', { name: 'Leave the lesson' }).click();
  await panel(page).waitFor({ state: 'detached' });
  expect(page.url()).not.toContain('lesson=');
  await page.goBack();
  await panel(page).waitFor();
  await page.keyboard.press(']');
  await expect.poll(() => page.url()).toContain('lesson=cat-and-mice:4');
  await page.keyboard.press('[');
  await expect.poll(() => page.url()).toContain('lesson=cat-and-mice:3');
  expect(errors).toEqual([]);
  await context.close();
});

test('a lesson that does not exist is said, and the list is shown', async () => {
  const { page, context } = await enter(browser, appUrl('lesson=no-such-lesson'));
  await page.getByText('names a lesson or step that does not exist').first().waitFor();
  await page.locator('main h4').first().waitFor();
  await context.close();
});

test('without storage everything works, but for what would be kept', async () => {
  const context = await browser.newContext({ locale: 'en-US' });
  await context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('closed', 'SecurityError');
      },
    });
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(appUrl('lesson=fruit'));
  await opened(page, lessons[1].title.en);
  await clickCell(page, words.en.products, 0, 2);
  await page.locator('[data-task][data-done=true]').waitFor();
  expect(errors).toEqual([]);
  await context.close();
});
