/** `npm test`: installs what is missing, runs every part even when one has failed, and sums the results in its last line. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { checkNode, ensureModules, projectFolder } from './prepare.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * What is read of Vitest's JSON report.
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] }} VitestReport
 */

/** Tools see a pipe instead of the terminal, so they are told whether colours will be seen. */
const inColour = process.stdout.isTTY && !process.env.NO_COLOR;

const scratch = mkdtempSync(join(tmpdir(), 'attention-atlas-'));

/**
 * Runs a Node program of the project, its output shown as it comes.
 * @param {string} script path in the project @param {string[]} args
 * @returns {Promise<{ ok: boolean, output: string }>} whether it ended well, and its standard output
 */
function run(script, args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(projectFolder, script), ...args], {
      cwd: projectFolder,
      env: { ...process.env, FORCE_COLOR: inColour ? '1' : '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on('error', () => done({ ok: false, output }));
    child.on('close', (code) => done({ ok: code === 0, output }));
  });
}

/** A part that can only pass or fail. @param {string} script @param {string[]} args @returns {Promise<Counts>} */
async function check(script, args) {
  const { ok } = await run(script, args);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** A Vitest project, counted by test. @param {string} project @returns {Promise<Counts>} */
async function vitest(project) {
  const file = join(scratch, `${project}.json`);
  const { ok } = await run('node_modules/vitest/vitest.mjs', [
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  try {
    /** @type {VitestReport} */
    const report = JSON.parse(readFileSync(file, 'utf8'));
    // A file that could not even be loaded has no tests to fail.
    const unloaded = report.testResults.filter(
      (suite) =>
        suite.status === 'failed' && !suite.assertionResults.some((t) => t.status === 'failed'),
    ).length;
    const failed = report.numFailedTests + unloaded;
    return {
      passed: report.numPassedTests,
      // An error outside any test ends Vitest with a failure that no test carries.
      failed: ok || failed > 0 ? failed : 1,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** A program of ours whose last line is "N passed, N failed, N skipped". @param {string} script @param {string[]} args @returns {Promise<Counts>} */
async function counted(script, args) {
  const { ok, output } = await run(script, args);
  const summary = [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  const [passed, failed, skipped] = (summary ?? [0, 0, 0, 0]).slice(1).map(Number);
  return { passed, failed: ok || failed > 0 ? failed : 1, skipped };
}

const parts = [
  { name: 'Types', run: () => check('node_modules/typescript/bin/tsc', ['--noEmit']) },
  {
    name: 'Lint and format',
    run: () =>
      check('node_modules/@biomejs/biome/bin/biome', [
        'ci',
        `--colors=${inColour ? 'force' : 'off'}`,
      ]),
  },
  { name: 'Unit tests in the browser', run: () => vitest('unit') },
  {
    name: 'Parity with PyTorch on all backends',
    run: () => counted('scripts/verify.mjs', ['tests/golden', '--backend', 'all']),
  },
  { name: 'End-to-end tests of the built page', run: () => vitest('e2e') },
];

try {
  checkNode();
  ensureModules();
  console.log(`Browser: ${ensureBrowser()}`);
  /** @type {(Counts & { name: string })[]} */
  const results = [];
  for (const part of parts) {
    console.log(`\n=== ${part.name} ===\n`);
    results.push({ name: part.name, ...(await part.run()) });
  }
  console.log('\n=== Results ===\n');
  /** @param {Counts} counts */
  const line = ({ passed, failed, skipped }) =>
    `${passed} passed, ${failed} failed, ${skipped} skipped`;
  for (const result of results) console.log(`${result.name}: ${line(result)}`);
  /** @param {keyof Counts} kind */
  const sum = (kind) => results.reduce((so, result) => so + result[kind], 0);
  const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  console.log(`\n${line(total)}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
