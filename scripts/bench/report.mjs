/** The tables of `npm run bench`. */
import { both, table } from './numbers.mjs';

/** @typedef {import('../bench.mjs').Measured} Measured */

const MIB = 2 ** 20;

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(0)} %`;
/** @param {number} bytes */
const mib = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;
/** @param {number} bytes */
const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;

/** @param {Measured['machine']} machine */
const machineLine = ({ processor, cores, memory, browser, platform }) =>
  `${processor}, ${cores} cores, ${(memory / 2 ** 30).toFixed(0)} GiB, ${platform}, ${browser}. Milliseconds: median (95th percentile).`;

/** @param {Measured['attention']} attention */
function attentionTables({ adapters, times }) {
  const choices = Object.keys(adapters);
  const sizes = Object.keys(times[choices[0]]).map(Number);
  const titles = choices.map((choice) => {
    const status = adapters[choice];
    return choice === 'auto' && 'name' in status
      ? `auto: ${status.name}${status.threads ? `, ${status.threads} thread${status.threads > 1 ? 's' : ''}` : ''}`
      : choice;
  });
  const rows = sizes.map((size) => [
    `${size}`,
    ...choices.map((choice) => {
      const time = times[choice][size];
      return 'median' in time ? both(time) : time.skipped;
    }),
  ]);
  const used = choices.flatMap((choice) => {
    const status = adapters[choice];
    if (!('name' in status)) return [[choice, `none: ${status.reason}`, '']];
    if (choice === 'auto') return [];
    return [
      [
        choice,
        `${status.adapter}${status.software ? ' (software)' : ''}`,
        `${status.threads ?? '–'}`,
      ],
    ];
  });
  return [table(['tokens', ...titles], rows), table(['backend', 'adapter', 'threads'], used)].join(
    '\n\n',
  );
}

/** @param {Measured['painting']} painting */
const paintingTable = (painting) =>
  table(
    [
      'cells',
      'empty frame',
      'figure, new',
      'SVG, new',
      'ratio',
      'figure, again',
      'SVG, again',
      'ratio',
    ],
    painting.map(({ side, nothing, matrix, svg }) => {
      /** @param {'first' | 'again'} kind */
      const ratio = (kind) => (svg ? (svg[kind].median / matrix[kind].median).toFixed(1) : '–');
      return [
        `${side} × ${side}`,
        both(nothing.first),
        both(matrix.first),
        svg ? both(svg.first) : 'too much memory',
        ratio('first'),
        both(matrix.again),
        svg ? both(svg.again) : 'too much memory',
        ratio('again'),
      ];
    }),
  );

/** @param {Measured['moves']} moves */
const movesTable = (moves) =>
  table(
    [
      'tokens',
      'slider',
      'until drawn',
      'until on screen',
      'drawn within 16.7 ms',
      'within one frame',
      'within two',
      '95 % within',
    ],
    moves.map(({ tokens, slider, drawn, shown, withinFrame, nextFrame, secondFrame, frames95 }) => [
      `${tokens}`,
      slider.toLowerCase(),
      both(drawn),
      both(shown),
      percent(withinFrame),
      percent(nextFrame),
      percent(secondFrame),
      `${frames95} frame${frames95 === 1 ? '' : 's'}`,
    ]),
  );

/** @param {Measured['firstPicture']} rows */
const firstPictureTable = (rows) =>
  table(
    ['picture', 'line', 'app', 'bare page', 'ratio', 'app, sent', 'bare page, sent'],
    rows.map(({ name, line, app, bare, ratio }) => [
      name,
      line,
      both(app.time),
      both(bare.time),
      ratio.toFixed(2),
      `${kib(app.bytes)} in ${app.requests} requests`,
      `${kib(bare.bytes)} in ${bare.requests} requests`,
    ]),
  );

/** @param {Measured['changes']} changes */
const changesTable = ({ changes, before, after }) =>
  table(
    ['', 'before', `after ${changes} changes`],
    [
      ['tensors', `${before.tensors}`, `${after.tensors}`],
      ['memory of the tensors', mib(before.bytes), mib(after.bytes)],
      ['JavaScript heap of the page', mib(before.heap), mib(after.heap)],
      ['elements of the page', `${before.nodes}`, `${after.nodes}`],
    ],
  );

/** @param {Measured['mechanisms']} rows */
const mechanismsTable = (rows) => {
  const choices = Object.keys(rows[0].times);
  const count = (/** @type {number | undefined} */ n) => n?.toLocaleString('en') ?? '–';
  return table(
    ['mechanism', 'input elements', 'parameters', 'multiply–accumulates', ...choices],
    rows.map(({ id, cost, times }) => [
      id,
      count(cost?.elements),
      count(cost?.parameters),
      count(cost?.macs),
      ...choices.map((choice) => {
        const time = times[choice];
        return 'median' in time ? both(time) : time.skipped;
      }),
    ]),
  );
};

/** @param {Measured} measured */
export const report = (measured) =>
  [
    machineLine(measured.machine),
    '### Attention, 64 channels, from the request to the view of the weights',
    attentionTables(measured.attention),
    '### Painting a matrix, from values to the frame that shows them',
    paintingTable(measured.painting),
    '### From a move of a slider to the new picture',
    movesTable(measured.moves),
    '### From navigation to the first picture, nothing cached',
    firstPictureTable(measured.firstPicture),
    '### Tensors and memory',
    changesTable(measured.changes),
    '### Every mechanism, on a photograph of 16 × 16 pixels and 32 channels where it takes one',
    mechanismsTable(measured.mechanisms),
  ].join('\n\n');
