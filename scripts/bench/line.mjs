/** A line between the browser and a server on this machine, because most people's server is further away. */

import { createServer, get } from 'node:http';

/**
 * @typedef {object} Line
 * @property {number} latency milliseconds until an answer begins to come
 * @property {number} megabits per second, shared by all that comes at once
 */

/** Bytes that are sent at a time. */
const PIECE = 8192;

/** @param {number} time */
const until = (time) => new Promise((done) => setTimeout(done, time - performance.now()));

/**
 * Puts a line in front of a server.
 * @param {string} target address of the server, ending in a slash
 * @param {Line} line
 * @returns {Promise<{ url: string, close: () => void }>} the address at this end of the line
 */
export async function overLine(target, { latency, megabits }) {
  const bytesPerMillisecond = (megabits * 1e6) / 8 / 1000;
  /** When the line has sent what it was given until now. */
  let free = 0;
  const server = createServer((request, response) => {
    const sent = performance.now();
    get(new URL(request.url ?? '/', target), { headers: request.headers }, async (answer) => {
      /** @type {Buffer[]} */
      const parts = [];
      for await (const part of answer) parts.push(part);
      const body = Buffer.concat(parts);
      await until(sent + latency);
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      for (let at = 0; at < body.length; at += PIECE) {
        const piece = body.subarray(at, at + PIECE);
        free = Math.max(free, performance.now()) + piece.length / bytesPerMillisecond;
        await until(free);
        response.write(piece);
      }
      response.end();
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  const address = server.address();
  if (!address || typeof address !== 'object') throw new Error('the line has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
