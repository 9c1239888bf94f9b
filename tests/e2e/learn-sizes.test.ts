import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { lessons } from '../../src/lessons/lessons';
import { enter, launch, overflow, seriousProblems } from './browser';
import { opened, panel } from './lesson-panel';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const appUrl = (query: string) => `${inject('appUrl')}?${query}`;

describe.each([
  { width: 1440, theme: 'light', lang: 'en' },
  { width: 768, theme: 'dark', lang: 'zh' },
  { width: 360, theme: 'light', lang: 'zh' },
] as const)('at $width, $theme, $lang', ({ width, theme, lang }) => {
  test.each(['view=learn', 'lesson=cat-and-mice:3', 'lesson=fruit:2'])(
    '%s is accessible and does not scroll sideways',
    async (query) => {
      const { page, context, errors } = await enter(
        browser,
        appUrl(`${query}&theme=${theme}&lang=${lang}`),
        {
          viewport: { width, height: 780 },
        },
      );
      await page.locator('main :is(canvas, h4)').first().waitFor();
      if (query !== 'view=learn')
        await opened(page, lessons[query.includes('fruit') ? 1 : 0].title[lang]);
      expect(await seriousProblems(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(errors).toEqual([]);
      await context.close();
    },
  );
});

test('over the sheet of a phone both figures of a comparison are seen, one after the other', async () => {
  const { page, context, errors } = await enter(browser, appUrl('lesson=channel-then-space:6'), {
    viewport: { width: 360, height: 740 },
  });
  const figures = page.locator('main [data-figure] svg:visible');
  await expect.poll(() => figures.count(), { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
  const sheet = await panel(page).boundingBox();
  const inSight = async (at: number): Promise<boolean> => {
    const box = await figures.nth(at).boundingBox();
    if (!box || !sheet) return false;
    return box.y + box.height <= sheet.y && box.x >= 0 && box.x + box.width <= 360;
  };
  await expect.poll(() => inSight(0)).toBe(true);
  expect(await inSight(1)).toBe(false);
  await page.getByRole('region', { name: 'Side B' }).evaluate((side) => side.scrollIntoView());
  await expect.poll(() => inSight(1)).toBe(true);
  // How they are compared is folded up, not away.
  await page.locator('main summary').first().click();
  await page.getByRole('button', { name: 'Swap A and B' }).waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(errors).toEqual([]);
  await context.close();
});

test('on a phone the lesson is a sheet below the figure, which its head puts down', async () => {
  const { page, context } = await enter(browser, appUrl('lesson=cat-and-mice'), {
    viewport: { width: 360, height: 760 },
  });
  await opened(page, lessons[0].title.en);
  const sheet = await panel(page).boundingBox();
  const stage = await page.locator('main').boundingBox();
  expect(sheet && stage && stage.y + stage.height <= sheet.y + 1).toBe(true);
  await panel(page).getByRole('button', { name: 'Show only the task' }).click();
  expect(await panel(page).locator('[data-task]').isVisible()).toBe(true);
  expect(await panel(page).locator('h3').isVisible()).toBe(false);
  const lower = await panel(page).boundingBox();
  expect(lower && sheet && lower.height < sheet.height / 1.5).toBe(true);
  await context.close();
});

test.each([
  ['cost-by-family', 'main [data-figure] svg'],
  ['which-one', 'main ol > li'],
])(
  'over the sheet of a phone the page that chooses begins with its answer, %s',
  async (id, answer) => {
    const { page, context } = await enter(browser, appUrl(`lesson=${id}`), {
      viewport: { width: 390, height: 844 },
    });
    const first = page.locator(answer).first();
    await first.waitFor({ timeout: 60_000 });
    const inSight = async (): Promise<boolean> => {
      const [box, sheet] = [await first.boundingBox(), await panel(page).boundingBox()];
      return box !== null && sheet !== null && box.y > 0 && box.y < sheet.y;
    };
    await expect.poll(inSight).toBe(true);
    await context.close();
  },
);
