/** `npm start [-- --port N] [--no-open]`: installs and builds what is missing, serves the page, opens the browser. */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { checkNode, ensureBuild, ensureModules } from './prepare.mjs';
import { closeOnSignal, parsePort, serve } from './serve.mjs';

/** Whether someone sits in front of a screen here. */
function hasDisplay() {
  if (process.env.CI) return false;
  if (process.platform === 'darwin' || process.platform === 'win32')
    return !process.env.SSH_CONNECTION;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Opens the person's own browser; where that fails, the printed address has to do. @param {string} url */
function open(url) {
  /** @type {Partial<Record<NodeJS.Platform, string[]>>} */
  const openers = { darwin: ['open'], win32: ['cmd', '/c', 'start', '""'] };
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

/** What stands after `npm start --`. */
function options() {
  try {
    return parseArgs({ options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } } })
      .values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Error(`${reason}: the options are --port N and --no-open.`);
  }
}

try {
  checkNode();
  const values = options();
  const wanted = parsePort(values.port ?? process.env.PORT ?? '5173');
  ensureModules();
  ensureBuild();
  const server = await serve({ port: wanted });
  closeOnSignal(server.close);
  if (server.port !== wanted) console.log(`Port ${wanted} is taken, so the next free one is used.`);
  console.log(`Attention Atlas is at ${server.url}  (Ctrl-C ends it)`);
  if (!values['no-open'] && hasDisplay()) open(server.url);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
