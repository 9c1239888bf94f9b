/**
 * Parity with PyTorch: runs golden files through the app's own code in a headless browser and compares every output
 * and every intermediate.
 *
 *     npm run verify -- [FILE_OR_FOLDER…] [--backend webgpu|webgl|wasm|cpu|all] [--json FILE]
 *
 * One line for each file and backend, last "N passed, N failed, N skipped"; the exit code is 0 only when none failed.
 */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser, launchOptions } from './browser.mjs';
import { checkNode, ensureBuild, ensureModules, projectFolder } from './prepare.mjs';

const backends = ['wasm', 'cpu', 'webgl', 'webgpu'];

/** A backend in software may take long to compile; one that takes longer than this hangs. */
const patience = 300_000;

/**
 * @typedef {object} Result
 * @property {string} file
 * @property {string} [backend] none for a file that was not computed
 * @property {'passed' | 'failed' | 'skipped'} status
 * @property {number} [error] largest absolute difference
 * @property {number} [tolerance] what was allowed there
 * @property {string} [tensor] where it is
 * @property {readonly number[]} [index]
 * @property {number} [tensors] how many were compared
 * @property {string} [reason] why it failed or was skipped
 */

/** @param {unknown} error */
const messageOf = (error) =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim();

/**
 * The files that a path means: itself, or the .safetensors files in a folder.
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new Error(`There is no file or folder ${path}: correct the path.`);
  if (!found.isDirectory()) return [path];
  const inside = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.safetensors'))
    .sort()
    .map((name) => join(path, name));
  if (inside.length === 0)
    throw new Error(`The folder ${path} has no .safetensors file: name another.`);
  return inside;
}

/** @param {number} value */
const short = (value) => String(Number(value.toPrecision(2)));

/** @param {Result} result */
function line({ file, backend, status, error, tolerance, tensor, index, reason }) {
  const head = [status.padEnd(7), (backend ?? '').padEnd(6), file].join('  ');
  const where =
    error === undefined || tolerance === undefined
      ? ''
      : `  max error ${short(error)} of ${short(tolerance)} at ${tensor} [${index?.join(', ')}]`;
  return `${head}${where}${reason ? `  ${reason}` : ''}`;
}

/** A page of the built app in which files can be verified; a new one is opened after a crash or a hang. */
async function openPage() {
  const { chromium } = await import('playwright');
  const { serve } = await import('./serve.mjs');
  const server = await serve();
  const browser = await chromium.launch(launchOptions());
  /** @type {Map<string, string>} */
  const paths = new Map();
  /** @type {import('playwright').Page | undefined} */
  let page;

  const fresh = async () => {
    const opened = await browser.newPage();
    await opened.route('**/golden-file/*', (route) => {
      const path = paths.get(new URL(route.request().url()).pathname);
      return path ? route.fulfill({ path }) : route.abort();
    });
    await opened.goto(`${server.url}verify.html`);
    await opened.waitForFunction('typeof verifyFile === "function"');
    return opened;
  };

  return {
    /** @param {string} path @param {string} backend */
    async verify(path, backend) {
      page ??= await fresh();
      const url = `/golden-file/${paths.size}`;
      paths.set(url, path);
      const source = `verifyFile(${JSON.stringify(url)}, ${JSON.stringify(backend)})`;
      /** @type {NodeJS.Timeout | undefined} */
      let timer;
      const hung = new Promise((_, reject) => {
        timer = setTimeout(
          () => reject(new Error(`no answer within ${patience / 1000} seconds`)),
          patience,
        );
      });
      try {
        return await Promise.race([page.evaluate(source), hung]);
      } catch (error) {
        await page.close().catch(() => undefined);
        page = undefined;
        return { status: 'failed', reason: messageOf(error) };
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/**
 * @param {string} file as it is shown
 * @param {string} backend
 * @param {import('../src/engine/checks/worker.ts').Answer} answer
 * @returns {Result}
 */
function resultOf(file, backend, answer) {
  switch (answer.status) {
    case 'compared': {
      const { passed, worst, tensors } = answer;
      return { file, backend, status: passed ? 'passed' : 'failed', ...worst, tensors };
    }
    case 'failed':
      return { file, backend, status: 'failed', reason: answer.reason.en };
    case 'bad':
      return { file, status: 'failed', reason: answer.reason.en };
    case 'skipped':
      return { file, status: 'skipped', reason: answer.reason.en };
  }
}

/**
 * @param {string[]} files
 * @param {string[]} wanted backends
 * @param {(result: Result) => void} report
 */
async function verifyAll(files, wanted, report) {
  const page = await openPage();
  // A file that cannot be computed says so once, and not for every backend.
  const settled = new Set();
  try {
    for (const backend of wanted) {
      for (const path of files) {
        if (settled.has(path)) continue;
        const answer = await page.verify(path, backend);
        if (answer.status === 'skipped' || answer.status === 'bad') settled.add(path);
        const inside = relative(process.cwd(), path);
        report(resultOf(inside.startsWith('..') ? path : inside, backend, answer));
      }
    }
  } finally {
    await page.close();
  }
}

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { backend: { type: 'string', default: 'all' }, json: { type: 'string' } },
  });
  if (values.backend !== 'all' && !backends.includes(values.backend)) {
    throw new Error(
      `The backend is "${values.backend}": choose one of ${backends.join(', ')} or all.`,
    );
  }
  return {
    wanted: values.backend === 'all' ? backends : [values.backend],
    json: values.json,
    paths: positionals.length > 0 ? positionals : [join(projectFolder, 'tests', 'golden')],
  };
}

try {
  const { wanted, json, paths } = options();
  checkNode();
  ensureModules();
  ensureBrowser();
  ensureBuild();

  /** @type {Result[]} */
  const results = [];
  /** @param {Result} result */
  const report = (result) => {
    results.push(result);
    console.log(line(result));
  };
  const files = paths.flatMap((path) => {
    try {
      return filesIn(resolve(path));
    } catch (error) {
      report({ file: path, status: 'failed', reason: messageOf(error) });
      return [];
    }
  });
  if (files.length > 0) await verifyAll(files, wanted, report);

  /** @param {Result['status']} status */
  const count = (status) => results.filter((result) => result.status === status).length;
  const totals = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
  if (json) writeFileSync(json, `${JSON.stringify({ ...totals, results }, null, 2)}\n`);
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
