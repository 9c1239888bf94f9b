/**
 * A small static server for the built page: isolation and policy headers, right MIME types, compression, nothing
 * outside its folder. Used by `npm start`, the tests, `verify` and `bench`.
 *
 * Run as a program: `node scripts/serve.mjs [--root dist] [--port 5173]`.
 */
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { contentSecurityPolicy, isolationHeaders, workerSecurityPolicy } from './csp.mjs';

/** The folder that `npm run build` writes. */
const distFolder = fileURLToPath(new URL('../dist', import.meta.url));

const host = '127.0.0.1';

/** How many ports after the wanted one are tried. */
const portAttempts = 50;

/** MIME type by extension; those whose second entry is true are worth compressing. @type {Record<string, [string, boolean]>} */
const types = {
  '.html': ['text/html; charset=utf-8', true],
  '.js': ['text/javascript; charset=utf-8', true],
  '.mjs': ['text/javascript; charset=utf-8', true],
  '.css': ['text/css; charset=utf-8', true],
  '.json': ['application/json; charset=utf-8', true],
  '.map': ['application/json; charset=utf-8', true],
  '.webmanifest': ['application/manifest+json; charset=utf-8', true],
  '.txt': ['text/plain; charset=utf-8', true],
  '.md': ['text/markdown; charset=utf-8', true],
  '.ts': ['text/plain; charset=utf-8', true],
  '.svg': ['image/svg+xml', true],
  '.wasm': ['application/wasm', true],
  '.npy': ['application/octet-stream', true],
  '.safetensors': ['application/octet-stream', true],
  '.zip': ['application/zip', false],
  '.png': ['image/png', false],
  '.jpg': ['image/jpeg', false],
  '.jpeg': ['image/jpeg', false],
  '.webp': ['image/webp', false],
  '.avif': ['image/avif', false],
  '.ico': ['image/x-icon', false],
  '.woff': ['font/woff', false],
  '.woff2': ['font/woff2', false],
  '.ttf': ['font/ttf', false],
};

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** An answer other than a file. */
class Refusal extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * The file inside `root` that a request's path means; a folder means its index.html.
 * @param {string} root a real path
 * @param {string} target the request's target, such as `/assets/a.js?x=1`
 */
async function locate(root, target) {
  let path;
  try {
    path = decodeURIComponent(target.split(/[?#]/, 1)[0]);
  } catch {
    throw new Refusal(400, 'This address cannot be decoded.');
  }
  if (!path.startsWith('/') || path.includes('\0')) throw new Refusal(400, 'This is no path.');
  let file = resolve(root, `.${path}`);
  try {
    if ((await stat(file)).isDirectory()) file = join(file, 'index.html');
    // A link, too, may not lead out of the folder.
    file = await realpath(file);
  } catch {
    throw new Refusal(404, 'There is no such file.');
  }
  if (!file.startsWith(root + sep)) throw new Refusal(404, 'There is no such file.');
  return file;
}

/** How long a file may be kept. @param {string} path within the folder that is served */
function cachingOf(path) {
  // The build names its assets by their content.
  if (path.startsWith(`assets${sep}`)) return 'public, max-age=31536000, immutable';
  // The sample photographs stay what they are.
  if (path.startsWith(`images${sep}`)) return 'public, max-age=86400';
  return 'no-cache';
}

/**
 * @param {string} root
 * @param {Map<string, Promise<Buffer>>} compressed bodies by tag and encoding, so that each is compressed once
 * @param {import('node:http').IncomingMessage} request
 */
async function answer(root, compressed, request) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new Refusal(405, 'Only GET and HEAD are answered.');
  }
  const file = await locate(root, request.url ?? '/');
  const plain = await readFile(file);
  const tag = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  const [type, compressible] = types[extname(file).toLowerCase()] ?? [
    'application/octet-stream',
    false,
  ];
  /** @type {Record<string, string>} */
  const headers = {
    'Content-Type': type,
    ETag: `"${tag}"`,
    'Cache-Control': cachingOf(file.slice(root.length + 1)),
  };
  // Of all scripts only a worker's reads its own policy.
  if (type.startsWith('text/javascript')) headers['Content-Security-Policy'] = workerSecurityPolicy;
  if (compressible) headers.Vary = 'Accept-Encoding';
  if (request.headers['if-none-match'] === headers.ETag)
    return { status: 304, headers, body: null };

  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = compressible && ['br', 'gzip'].find((name) => accepted.includes(name));
  if (!encoding) return { status: 200, headers, body: plain };
  const key = `${tag} ${encoding}`;
  const known = compressed.get(key);
  const body =
    known ??
    (encoding === 'br'
      ? brotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
      : gzipped(plain));
  if (!known) compressed.set(key, body);
  return { status: 200, headers: { ...headers, 'Content-Encoding': encoding }, body: await body };
}

/**
 * Serves `root` on this machine only.
 *
 * @param {object} [options]
 * @param {string} [options.root] folder to serve; default `dist`
 * @param {number} [options.port] wanted port; when it is taken, the next free one; default any free port
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>} `url` ends in a slash
 * @throws {Error} with one sentence, when the folder is missing or no port is free
 */
export async function serve({ root = distFolder, port = 0 } = {}) {
  const folder = await realpath(root).catch(() => {
    throw new Error(`There is no folder ${root} to serve: run npm run build first.`);
  });
  /** @type {Map<string, Promise<Buffer>>} */
  const compressed = new Map();
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await answer(folder, compressed, request).catch((error) => ({
      status: error instanceof Refusal ? error.status : 500,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
      body: Buffer.from(error instanceof Refusal ? error.message : 'The file could not be read.'),
    }));
    response.writeHead(status, {
      ...isolationHeaders,
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      ...headers,
      ...(body ? { 'Content-Length': body.length } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  const bound = await listen(server, port);
  return {
    url: `http://${host}:${bound}/`,
    port: bound,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import('node:http').Server} server
 * @param {number} wanted
 * @returns {Promise<number>} the port that the server got
 */
async function listen(server, wanted) {
  const last = wanted === 0 ? 0 : Math.min(wanted + portAttempts, 65535);
  for (let port = wanted; port <= last; port++) {
    const failure = await new Promise((done) => {
      server.once('error', done);
      server.listen(port, host, () => {
        server.off('error', done);
        done(undefined);
      });
    });
    const address = server.address();
    if (!failure && address && typeof address === 'object') return address.port;
    if (failure?.code !== 'EADDRINUSE') {
      throw new Error(
        `Port ${port} cannot be used (${failure?.code}): choose another with --port.`,
      );
    }
  }
  throw new Error(`Ports ${wanted} to ${last} are all taken: choose another with --port.`);
}

/**
 * Ends `close` and the program on Ctrl-C or when asked to.
 * @param {() => Promise<void>} close
 */
export function closeOnSignal(close) {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => close().then(() => process.exit(0)));
  }
}

/**
 * A port as a person typed it.
 * @param {string} text
 */
export function parsePort(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new Error(
    `The port is "${text}": give a whole number from 1 to 65535, such as --port 5173.`,
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { values } = parseArgs({
      options: { root: { type: 'string' }, port: { type: 'string' } },
    });
    const server = await serve({ root: values.root, port: parsePort(values.port ?? '5173') });
    console.log(`Serving on ${server.url}`);
    closeOnSignal(server.close);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
