import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../../scripts/serve.mjs';

const script = `export const text = '${'attention '.repeat(200)}';`;
let folder: string;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'serve-'));
  const root = join(folder, 'site');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>page</title>');
  mkdirSync(join(root, 'images'));
  writeFileSync(join(root, 'images', 'a.jpg'), Buffer.from([0xff, 0xd8]));
  writeFileSync(join(root, 'assets', 'a-1.js'), script);
  writeFileSync(join(root, 'assets', 'a.wasm'), Buffer.from([0, 97, 115, 109]));
  symlinkSync(join(folder, 'secret.txt'), join(root, 'link.txt'));
  server = await serve({ root });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** A request whose path is sent as it is: fetch would tidy `..` away before it leaves. */
function raw(path: string): Promise<{ status: number; body: string }> {
  return new Promise((done, fail) => {
    get({ host: '127.0.0.1', port: server.port, path }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => done({ status: response.statusCode ?? 0, body }));
    }).on('error', fail);
  });
}

test('the page comes with isolation, policy and its type', async () => {
  const response = await fetch(server.url);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('<title>page</title>');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/script-src[^;]*'wasm-unsafe-eval'/);
  expect(policy).not.toMatch(/script-src[^;]*('unsafe-(inline|eval)'|blob:)/);
});

test('sample photographs may be kept for a day', async () => {
  const image = await fetch(`${server.url}images/a.jpg`);
  expect(image.headers.get('cache-control')).toBe('public, max-age=86400');
});

test('assets have their types, are cached for ever and compressed', async () => {
  const javascript = await fetch(`${server.url}assets/a-1.js`, {
    headers: { 'accept-encoding': 'br' },
  });
  expect(javascript.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(javascript.headers.get('cache-control')).toContain('immutable');
  expect(javascript.headers.get('content-encoding')).toBe('br');
  expect(Number(javascript.headers.get('content-length'))).toBeLessThan(script.length / 2);
  expect(await javascript.text()).toBe(script);
  // A worker's threads come from blobs; the page's own policy refuses those.
  expect(javascript.headers.get('content-security-policy')).toMatch(/script-src[^;]*blob:/);
  const wasm = await fetch(`${server.url}assets/a.wasm`);
  expect(wasm.headers.get('content-type')).toBe('application/wasm');
});

test('an unchanged page is not sent again', async () => {
  const first = await fetch(server.url);
  const again = await fetch(server.url, {
    headers: { 'if-none-match': first.headers.get('etag') ?? '' },
  });
  expect(again.status).toBe(304);
});

test('nothing outside the folder is served', async () => {
  const paths = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '//../secret.txt',
    '/link.txt',
  ];
  for (const path of paths) {
    const { status, body } = await raw(path);
    expect({ path, status }).toEqual({ path, status: 404 });
    expect(body).not.toContain('secret');
  }
});

test('what is not there, not a path or not a read is refused', async () => {
  expect((await raw('/missing.js')).status).toBe(404);
  expect((await raw('/assets/')).status).toBe(404);
  expect((await raw('/%')).status).toBe(400);
  expect((await raw('/a%00b')).status).toBe(400);
  expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);
  const head = await fetch(server.url, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('a taken port gives way to the next', async () => {
  const second = await serve({ root: join(folder, 'site'), port: server.port });
  expect(second.port).toBeGreaterThan(server.port);
  expect((await fetch(second.url)).status).toBe(200);
  await second.close();
});

test('a missing folder is one sentence that says what to do', async () => {
  await expect(serve({ root: join(folder, 'nowhere') })).rejects.toThrow('npm run build');
});
