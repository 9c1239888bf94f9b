/** What every command needs before it can do its job: a new enough Node, the packages, a fresh build. No dependencies. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/** @throws {Error} when this Node is too old for the build */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (fits) return;
  throw new Error(
    `This is Node ${process.versions.node}, and Node 20.19, 22.12 or newer is needed: install it from https://nodejs.org.`,
  );
}

/** @param {string} file */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Whether node_modules holds what package-lock.json asks for; packages for other systems may be missing. */
function modulesAreFresh() {
  const wanted = readPackages(join(projectFolder, 'package-lock.json'));
  const present = readPackages(join(projectFolder, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = present[path];
    return found ? found.version === version : optional === true;
  });
}

/** Runs `npm ci` when node_modules is missing or stale. @throws {Error} when that fails */
export function ensureModules() {
  if (modulesAreFresh()) return;
  console.log('Installing the packages (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: projectFolder,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  throw new Error(
    'The packages could not be installed: check the network and the message above, then run npm ci.',
  );
}

/**
 * The newest change of a file or of anything in a folder, the folder's own included: that is how a deleted file shows.
 * @param {string} path
 * @returns {number} milliseconds, 0 where there is nothing
 */
function newestChange(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  const inside = found.isDirectory() ? readdirSync(path) : [];
  return Math.max(found.mtimeMs, ...inside.map((name) => newestChange(join(path, name))));
}

/** What the build is made from. */
const sources = [
  'src',
  'public',
  'index.html',
  'verify.html',
  'bench.html',
  'bare.html',
  'package-lock.json',
  'vite.config.ts',
  'scripts/csp.mjs',
];

/** Whether dist holds a build of the sources as they are. */
function buildIsFresh() {
  const page = join(projectFolder, 'dist', 'index.html');
  if (!existsSync(page)) return false;
  const changed = Math.max(...sources.map((path) => newestChange(join(projectFolder, path))));
  return statSync(page).mtimeMs >= changed;
}

/** Builds when dist is missing or older than the sources. @throws {Error} when that fails */
export function ensureBuild() {
  if (buildIsFresh()) return;
  console.log('Building …');
  const vite = join(projectFolder, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: projectFolder,
    stdio: ['ignore', 'inherit', 'inherit'],
    // A test runner says that it is one, and React would be built for development.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status === 0) return;
  throw new Error('The build failed: correct what the message above names, then run this again.');
}
