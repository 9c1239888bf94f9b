/** What is measured in the app itself: moves of a slider, many changes, and the first picture. */

import { overLine } from './line.mjs';
import { quantile, summarise } from './numbers.mjs';
import { installProbe } from './probe.mjs';

/** @typedef {import('playwright').Page} Page */
/** @typedef {import('playwright').Browser} Browser */
/** @typedef {import('./probe.mjs').Probed} Probed */
/** @typedef {import('./line.mjs').Line} Line */

export const viewport = { width: 1440, height: 900 };

/** Milliseconds that a new browser window has to itself before a page is opened in it. */
const settling = 1500;

/** One frame of a screen, in milliseconds. */
const frameTime = 1000 / 60;

/** What a move changes: after the scale only what follows it is computed, after the seed everything. */
const sliders = /** @type {const} */ (['Scale', 'Seed']);

/** Attention over random vectors, whose scale and seed have sliders. @param {number} tokens */
const attention = (tokens) =>
  `?lang=en&m=sdpa&in=random,1,1,${tokens},${tokens},1,1,64&p.scale=0.125&pin=none`;

/**
 * Goes to another view without a reload, as Back and Forward do, and waits for its picture.
 * @param {Page} page @param {string} query
 */
const goTo = (page, query) =>
  page.evaluate(async (search) => {
    const { probe } = /** @type {Probed} */ (/** @type {unknown} */ (window));
    const count = probe.drawings;
    history.pushState(null, '', search);
    dispatchEvent(new PopStateEvent('popstate'));
    await probe.shown(count);
  }, query);

/**
 * Moves the slider, each time when the picture of the move before is on the screen.
 * @param {Page} page @param {typeof sliders[number]} slider
 * @param {number} count @param {number} rest most frames between a picture and the next move
 */
const move = (page, slider, count, rest) =>
  page.evaluate(
    async ([name, moves, pause]) => {
      const { probe } = /** @type {Probed} */ (/** @type {unknown} */ (window));
      const thumb = document.querySelector(`[role="slider"][aria-label="${name}"]`);
      if (!thumb) throw new Error('the slider was not found');
      /** @type {() => Promise<number>} */
      const frame = () => new Promise(requestAnimationFrame);
      const taken = [];
      for (let i = 0; i < moves; i++) {
        for (let left = Math.ceil(pause * (0.5 + Math.random() / 2)); left > 0; left--)
          await frame();
        // A browser, too, delivers a pointer's moves at the beginning of a frame.
        const time = await frame();
        const drawings = probe.drawings;
        const begin = performance.now();
        const key = i % 2 === 0 ? 'ArrowRight' : 'ArrowLeft';
        thumb.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        const shown = await probe.shown(drawings);
        taken.push({ drawn: probe.drawn - begin, shown: shown - time });
      }
      return taken;
    },
    /** @type {const} */ ([slider, count, rest]),
  );

/**
 * From a slider's move to the new picture. The sizes take turns.
 * @param {Page} page a new one
 * @param {string} url of the app
 * @param {readonly number[]} sizes
 * @param {(text: string) => void} say
 */
export async function measureMoves(page, url, sizes, say) {
  const [rounds, moves, rest] = [4, 30, 8];
  await page.addInitScript(installProbe);
  // Another size than the first, which then brings a new picture.
  await page.goto(url + attention(64));
  // What stands beside the first picture comes after it.
  await page.locator('[role="slider"][aria-label="Scale"]').waitFor();
  // Slow runs make the app look for threads; that is over before the measurements begin.
  for (const size of [...sizes, ...sizes]) {
    await goTo(page, attention(size));
    for (const slider of sliders) await move(page, slider, 4, rest);
    await page.waitForTimeout(1500);
  }
  const cases = sizes.flatMap((tokens) =>
    sliders.map((slider) => ({
      tokens,
      slider,
      list: /** @type {Awaited<ReturnType<typeof move>>} */ ([]),
    })),
  );
  for (let round = 0; round < rounds; round++) {
    for (const { tokens, slider, list } of cases) {
      // One that is there already brings no new picture.
      if (slider === sliders[0]) await goTo(page, attention(tokens));
      await move(page, slider, 3, rest);
      list.push(...(await move(page, slider, moves, rest)));
    }
  }
  return cases.map(({ tokens, slider, list }) => {
    const frames = list.map(({ shown }) => Math.round(shown / frameTime));
    /** @param {number} most */
    const share = (most) => frames.filter((n) => n <= most).length / frames.length;
    const row = {
      tokens,
      slider,
      drawn: summarise(list.map(({ drawn }) => drawn)),
      shown: summarise(list.map(({ shown }) => shown)),
      withinFrame: list.filter(({ drawn }) => drawn <= frameTime).length / list.length,
      nextFrame: share(1),
      secondFrame: share(2),
      frames95: quantile(frames, 0.95),
    };
    say(
      `moves of the ${slider.toLowerCase()}, ${tokens} tokens: ${(100 * row.nextFrame).toFixed(0)} % within a frame`,
    );
    return row;
  });
}

/**
 * Tensors and memory before and after many changes, on a page that has been used before.
 * @param {Page} page @param {number} changes
 */
export async function measureChanges(page, changes) {
  await goTo(page, attention(128));
  await move(page, 'Scale', 50, 0);
  const cdp = await page.context().newCDPSession(page);
  const look = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    const worker = await page.evaluate(() => {
      const { probe } = /** @type {Probed} */ (/** @type {unknown} */ (window));
      return { tensors: probe.tensors, bytes: probe.bytes };
    });
    return { ...worker, heap: usedSize, nodes: await page.locator('*').count() };
  };
  const before = await look();
  for (let done = 0; done < changes; done += 100)
    await move(page, 'Scale', Math.min(100, changes - done), 0);
  return { changes, before, after: await look() };
}

/**
 * Milliseconds from the start of a navigation to the first picture, in a browser context that has never seen the page,
 * and the bytes that had come until then.
 * @param {Browser} browser @param {string} url
 */
async function openCold(browser, url) {
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    await page.addInitScript(installProbe);
    /** @type {Promise<number>[]} */
    const sizes = [];
    let open = true;
    context.on('requestfinished', (request) => {
      if (!open) return;
      const size = request.sizes().then(
        (sent) => sent.responseBodySize + sent.responseHeadersSize,
        () => 0,
      );
      sizes.push(size);
    });
    // A new window loads an interface of its own, which is not what is measured.
    await page.waitForTimeout(settling);
    await page.goto(url, { waitUntil: 'commit' });
    const time = await page.evaluate(async () => {
      const { probe } = /** @type {Probed} */ (/** @type {unknown} */ (window));
      await probe.shown(0);
      return probe.drawn;
    });
    open = false;
    const bytes = (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
    return { time, bytes, requests: sizes.length };
  } finally {
    await context.close();
  }
}

/** What is opened, and how far away it is. @type {{ name: string, app: string, bare: string, line?: Line }[]} */
const openings = [
  { name: 'what the app opens with', app: '', bare: '' },
  { name: '64 random vectors', app: attention(64), bare: '?tokens=64' },
  ...[
    { latency: 40, megabits: 50 },
    { latency: 100, megabits: 20 },
    { latency: 150, megabits: 4 },
  ].map((line) => ({ name: 'what the app opens with', app: '', bare: '', line })),
];

/** @param {Line | undefined} line */
const nameOf = (line) => (line ? `${line.latency} ms, ${line.megabits} Mbit/s` : 'none');

/**
 * The app's first picture against that of a bare page that computes the same, on this machine and over lines. They
 * take turns.
 * @param {Browser} browser @param {string} url
 * @param {boolean} quick
 * @param {(text: string) => void} say
 */
export async function measureFirstPicture(browser, url, quick, say) {
  const times = quick ? 4 : 12;
  const rows = [];
  for (const { name, line, ...queries } of openings) {
    const far = line && (await overLine(url, line));
    const from = far?.url ?? url;
    const [app, bare] = [from + queries.app, `${from}bare.html${queries.bare}`];
    const samples = { app: [await openCold(browser, app)], bare: [await openCold(browser, bare)] };
    // The server compresses what is asked for the first time.
    samples.app.length = 0;
    samples.bare.length = 0;
    for (let i = 0; i < times; i++) {
      samples.app.push(await openCold(browser, app));
      samples.bare.push(await openCold(browser, bare));
    }
    /** @param {typeof samples.app} list */
    const summary = (list) => ({
      time: summarise(list.map(({ time }) => time)),
      bytes: quantile(
        list.map(({ bytes }) => bytes),
        0.5,
      ),
      requests: quantile(
        list.map(({ requests }) => requests),
        0.5,
      ),
    });
    far?.close();
    const row = {
      name,
      line: nameOf(line),
      app: summary(samples.app),
      bare: summary(samples.bare),
    };
    rows.push({ ...row, ratio: row.app.time.median / row.bare.time.median });
    say(
      `first picture, ${name}, line: ${row.line}: ${row.app.time.median.toFixed(0)} and ${row.bare.time.median.toFixed(0)} ms`,
    );
  }
  return rows;
}
