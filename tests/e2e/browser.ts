import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { launchOptions } from '../../scripts/browser.mjs';

/** A page of the built app, with everything that must never happen collected on the way. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page, messages of the console's error level (policy violations among them). */
  readonly errors: string[];
  /** Requests that left for another origin. */
  readonly foreign: string[];
}

export const launch = (): Promise<Browser> => chromium.launch(launchOptions());

/** Opens the app in a context of its own, and waits until its first picture has been computed. */
export async function visit(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Visit> {
  const visited = await enter(browser, url, options);
  await computed(visited.page);
  return visited;
}

/** Opens the app in a context of its own, without waiting for anything. */
export async function enter(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 1000 },
    locale: 'en-US',
    acceptDownloads: true,
    ...options,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  const foreign: string[] = [];
  const own = new URL(url).origin;
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (/^https?:$/.test(protocol) && origin !== own) foreign.push(request.url());
  });
  await page.goto(url);
  return { page, context, errors, foreign };
}

/** Waits for a step to be current and for a figure to be drawn. */
export async function computed(page: Page): Promise<void> {
  await page.locator('[aria-current=step]').first().waitFor({ timeout: 60_000 });
  await page.locator('main canvas').first().waitFor({ timeout: 60_000 });
}

/** Names of all mechanisms, in the order of the catalogue. */
export async function catalogueOf(page: Page): Promise<string[]> {
  const entries = page.getByRole('region', { name: 'Catalogue' }).getByRole('button');
  // What stands beside the first picture comes after it.
  await entries.first().waitFor();
  return entries.locator('span:first-child').allTextContents();
}

/**
 * What axe calls serious or critical, by rule and element.
 * @param within selector of the part of the page that is looked at
 */
export async function seriousProblems(page: Page, within = 'html'): Promise<string[]> {
  // Evaluated through the debugger, so that the page's own policy stays as strict as it is.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (part) =>
      (window as unknown as { axe: typeof axe }).axe.run(part, { resultTypes: ['violations'] }),
    within,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

/** How far the page is wider than its window, in pixels. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
