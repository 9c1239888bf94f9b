import type { Page } from 'playwright';
import { expect } from 'vitest';

/** The lesson that stands beside the page. */
export const panel = (page: Page) => page.locator('aside[aria-labelledby]');

/** Waits for a lesson and for its page: something drawn, or what can be chosen. */
export async function opened(page: Page, title: string): Promise<void> {
  await expect.poll(() => panel(page).locator('h2').first().textContent()).toBe(title);
  const chooses = await page.locator('[data-page=choose]').count();
  const wanted = chooses ? 'main h2:visible' : 'main [data-figure] :is(canvas, svg):visible';
  await page.locator(wanted).first().waitFor({ timeout: 60_000 });
  expect(await page.getByText('This part of the page failed').count()).toBe(0);
}
