/**
 * The browser of the tests, `verify` and `bench`: finds a Chromium or Chrome, or installs one, and says how to start it.
 *
 * Run as a program (`node scripts/browser.mjs`) it prints the path, after installing one where there is none.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Nobody may act as root inside a container without it; elsewhere Chromium keeps its sandbox. */
const sandbox = process.getuid?.() === 0 || process.env.CI ? ['--no-sandbox'] : [];

/**
 * Flags under which a headless page has all four tfjs backends. WebGPU and WebGL run on SwiftShader, so that every
 * machine computes the same; without `--use-vulkan=swiftshader` a WebGPU canvas ends the GPU process.
 */
const browserFlags = [
  ...sandbox,
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--use-vulkan=swiftshader',
  '--enable-features=Vulkan',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'msedge',
];

/** Usual places outside PATH, by operating system. */
function usualPlaces() {
  if (process.platform === 'darwin') {
    const bundles = [
      'Google Chrome.app/Contents/MacOS/Google Chrome',
      'Chromium.app/Contents/MacOS/Chromium',
      'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ];
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
      bundles.map((bundle) => join(folder, bundle)),
    );
  }
  if (process.platform === 'win32') {
    const { LOCALAPPDATA, PROGRAMFILES, 'PROGRAMFILES(X86)': programFilesX86 } = process.env;
    const programs = [
      'Google/Chrome/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ];
    return [PROGRAMFILES, programFilesX86, LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => programs.map((program) => join(folder, program)));
  }
  return ['/usr/bin', '/usr/local/bin', '/opt/google/chrome', '/snap/bin'].flatMap((folder) =>
    names.map((name) => join(folder, name)),
  );
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a program is there and starts: Ubuntu's `chromium-browser` may only say how to get the real one. @param {string} file */
function starts(file) {
  if (!isExecutable(file)) return false;
  // On Windows Chrome opens a window when asked for its version.
  if (process.platform === 'win32') return true;
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

/** Where Playwright keeps its own Chromium, or nothing when Playwright or the browser is not installed. */
function playwrightBrowser() {
  try {
    const path = createRequire(import.meta.url)('playwright').chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The path of a Chromium or Chrome that is already here: CHROME_PATH, Playwright's own, PATH, usual places.
 * @returns {string | undefined}
 */
function findBrowser() {
  const wanted = process.env.CHROME_PATH;
  if (wanted) {
    if (isExecutable(wanted)) return wanted;
    throw new Error(
      `CHROME_PATH is ${wanted}, which is not a program: set it to Chrome's or Chromium's path.`,
    );
  }
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => names.map((name) => join(folder, name + suffix)));
  return playwrightBrowser() ?? [...new Set([...onPath, ...usualPlaces()])].find(starts);
}

/** @param {string} command @param {string[]} args */
function succeeds(command, args) {
  const windows = process.platform === 'win32';
  console.log(`$ ${command} ${args.join(' ')}`);
  return (
    spawnSync(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: windows,
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  );
}

/**
 * The path of a browser, installed first where there is none: by apt where we may, or else by Playwright.
 * @returns {string}
 */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  const mayUseApt = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  const ways = [
    () =>
      mayUseApt &&
      succeeds('apt-get', ['update']) &&
      succeeds('apt-get', ['install', '-y', 'chromium', 'fonts-noto-cjk']),
    () => {
      const libraries = mayUseApt ? ['--with-deps'] : [];
      return succeeds('npx', ['--no-install', 'playwright', 'install', ...libraries, 'chromium']);
    },
  ];
  for (const install of ways) {
    const browser = install() ? findBrowser() : undefined;
    if (browser) return browser;
  }
  throw new Error(
    'No browser was found or could be installed for the tests: install Chrome or Chromium, or set CHROME_PATH to it.',
  );
}

/**
 * Playwright's `chromium.launch` options under which all four tfjs backends run headless.
 * @returns {{ executablePath: string | undefined, args: string[] }}
 */
export function launchOptions() {
  return { executablePath: findBrowser(), args: browserFlags };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(ensureBrowser());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
