/** What is measured in the bench page: attention on each backend, and painting. */
import { summarise } from './numbers.mjs';

/** @typedef {import('playwright').Page} Page */
/** @typedef {import('./numbers.mjs').Summary} Summary */
/** @typedef {import('../../src/bench/attention.ts').Choice} Choice */
/** @typedef {import('../../src/bench/paint.ts').Painter} Painter */
/** @typedef {import('../../src/bench/paint.ts').Painted} Painted */

/** Milliseconds that one run, and all runs of a backend at a size, may take. */
const longest = 20_000;
const budget = 8000;
const rounds = 20;
const fewest = 3;

/** @param {unknown} error */
const messageOf = (error) =>
  (error instanceof Error ? error.message : String(error))
    .split('\n')[0]
    .replace(/^.*?Error: /, '');

/**
 * Milliseconds of attention by backend and number of tokens, or why there are none.
 * @param {Page} page
 * @param {readonly Choice[]} choices
 * @param {readonly number[]} sizes ascending
 * @param {(text: string) => void} say
 */
export async function measureAttention(page, choices, sizes, say) {
  /** @type {Record<string, import('../../src/engine/protocol.ts').BackendStatus | { reason: string }>} */
  const adapters = {};
  /** @type {Record<string, Record<number, Summary | { skipped: string }>>} */
  const times = {};
  /** @type {Map<Choice, { size: number, median: number }>} */
  const last = new Map();
  /** @type {(choice: Choice, size: number) => Promise<number>} */
  const time = (choice, size) =>
    page.evaluate(
      ([c, n]) => window.bench.timeAttention(c, n),
      /** @type {const} */ ([choice, size]),
    );

  for (const choice of choices) {
    times[choice] = {};
    try {
      adapters[choice] = await page.evaluate((c) => window.bench.openEngine(c), choice);
    } catch (error) {
      adapters[choice] = { reason: messageOf(error) };
      for (const size of sizes) times[choice][size] = { skipped: 'absent' };
    }
  }
  const present = choices.filter(
    (choice) => !('reason' in adapters[choice] && !('name' in adapters[choice])),
  );

  // The app looks for threads after a slow run; that must not go on beside the measurements.
  if (present.includes('auto')) {
    for (let i = 0; i < 4; i++) await time('auto', 2048);
    await page.waitForTimeout(5000);
  }

  for (const size of sizes) {
    /** @type {Map<Choice, number[]>} */
    const samples = new Map();
    for (const choice of present) {
      const before = last.get(choice);
      const expected = before ? before.median * (size / before.size) ** 2 : 0;
      if (expected > longest) {
        times[choice][size] = { skipped: `> ${longest / 1000} s expected` };
        continue;
      }
      try {
        // The first run prepares the input, and compiles on some backends.
        const first = await time(choice, size);
        if (first > 2 * longest) times[choice][size] = { skipped: `> ${longest / 1000} s` };
        else samples.set(choice, []);
      } catch (error) {
        times[choice][size] = { skipped: messageOf(error) };
      }
    }
    for (let round = 0; round < rounds; round++) {
      for (const [choice, values] of samples) {
        const spent = values.reduce((a, b) => a + b, 0);
        if (values.length >= fewest && spent > budget) continue;
        values.push(await time(choice, size));
      }
    }
    for (const [choice, values] of samples) {
      const summary = summarise(values);
      times[choice][size] = summary;
      last.set(choice, { size, median: summary.median });
      say(`attention, ${size} tokens, ${choice}: ${summary.median.toFixed(1)} ms`);
    }
  }
  if (present.includes('auto')) {
    adapters.auto = (await page.evaluate(() => window.bench.statusOf('auto'))) ?? adapters.auto;
  }
  return { adapters, times };
}

/**
 * Every mechanism at a common size: its cost on paper, and milliseconds by backend, or why there are none.
 * @param {Page} page
 * @param {readonly Choice[]} choices
 * @param {number} repeats
 * @param {(text: string) => void} say
 */
export async function measureMechanisms(page, choices, repeats, say) {
  const ids = await page.evaluate(() => window.bench.mechanismIds());
  const rows = [];
  for (const id of ids) {
    /** @type {{ parameters: number, macs: number, elements: number } | null} */
    let cost = null;
    /** @type {Record<string, Summary | { skipped: string }>} */
    const times = {};
    /** @type {Map<Choice, number[]>} */
    const samples = new Map(choices.map((choice) => [choice, []]));
    // The first round prepares weights and compiles shaders, and does not count.
    for (let round = 0; round <= repeats; round++) {
      for (const [choice, values] of samples) {
        try {
          const { milliseconds, ...rest } = await page.evaluate(
            ([c, i]) => window.bench.timeMechanism(c, i),
            /** @type {const} */ ([choice, id]),
          );
          cost = rest;
          if (round > 0) values.push(milliseconds);
        } catch (error) {
          times[choice] = { skipped: messageOf(error) };
          samples.delete(choice);
        }
      }
    }
    for (const [choice, values] of samples) times[choice] = summarise(values);
    rows.push({ id, cost, times });
    say(`mechanism ${id}`);
  }
  return rows;
}

/** Beyond this side the rectangles need more memory than a page may have. */
const largestSvg = 512;

/**
 * Milliseconds from values to the frame that shows them.
 * @param {Page} page
 * @param {readonly number[]} sides
 * @param {(text: string) => void} say
 */
export async function measurePainting(page, sides, say) {
  /** @type {(painter: Painter, side: number) => Promise<{ first: Painted, again: Painted }>} */
  const time = (painter, side) =>
    page.evaluate(
      ([p, n]) => window.bench.timePainting(p, n),
      /** @type {const} */ ([painter, side]),
    );
  /** @param {readonly { first: Painted, again: Painted }[]} samples */
  const summary = (samples) => ({
    first: summarise(samples.map(({ first }) => first.frame)),
    again: summarise(samples.map(({ again }) => again.frame)),
    firstWork: summarise(samples.map(({ first }) => first.work)),
    againWork: summarise(samples.map(({ again }) => again.work)),
  });
  await time('matrix', sides[0]);
  const rows = [];
  for (const side of sides) {
    /** @type {Record<Painter, { first: Painted, again: Painted }[]>} */
    const samples = { nothing: [], matrix: [], svg: [] };
    const count = side <= 256 ? 15 : 9;
    for (let i = 0; i < count; i++) {
      samples.nothing.push(await time('nothing', side));
      samples.matrix.push(await time('matrix', side));
      if (side <= largestSvg && (side <= 256 || i < 4)) samples.svg.push(await time('svg', side));
    }
    const row = {
      side,
      nothing: summary(samples.nothing),
      matrix: summary(samples.matrix),
      svg: samples.svg.length > 0 ? summary(samples.svg) : null,
    };
    rows.push(row);
    say(`painting, ${side} × ${side}: ${row.matrix.first.median.toFixed(1)} ms`);
  }
  return rows;
}
