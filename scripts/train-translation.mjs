/**
 * Trains the models that translate a little English into a little French, and writes their weights and their cards:
 *   node scripts/train-translation.mjs [model …]
 * It takes minutes, needs no browser, and gives the same weights on every machine of one kind.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { projectFolder } from './prepare.mjs';

const cardsFile = join(projectFolder, 'src/mechanisms/learned.json');
const weightsFolder = join(projectFolder, 'public/weights');
const script = 'scripts/train-translation.mjs';

/** The app's own code as a module that Node can read, beside the packages that it imports. */
async function bundled() {
  const outfile = join(mkdtempSync(join(tmpdir(), 'train-')), 'translation.cjs');
  await build({
    stdin: {
      contents: `
        export { setBackend } from '@tensorflow/tfjs-core';
        export { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
        export { teach } from './engine/training/translation';
        export { writeSafetensors } from './inputs/safetensors';
        export { mechanismById } from './mechanisms/catalogue';
        export { shapeOf } from './trace/axes';`,
      resolveDir: join(projectFolder, 'src'),
    },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    outfile,
  });
  return import(pathToFileURL(outfile).href);
}

/** What each model is, and how it is taught. */
const recipes = {
  'seq2seq-additive': {
    mechanism: 'seq2seq',
    params: { attention: 'additive' },
    learningRate: 0.01,
  },
  'seq2seq-fixed': { mechanism: 'seq2seq', params: { attention: 'fixed' }, learningRate: 0.01 },
  'encoder-decoder': { mechanism: 'encoder-decoder', params: {}, learningRate: 0.005 },
};
const common = { script, seed: 1, batches: 3000, sentences: 64, heldOut: 1000 };

/** @param {string} name @returns {name is keyof typeof recipes} */
const isModel = (name) => Object.hasOwn(recipes, name);

async function main() {
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(recipes);
  const unknown = wanted.find((name) => !isModel(name));
  if (unknown) {
    throw new Error(
      `There is no model "${unknown}": name some of ${Object.keys(recipes).join(', ')}, or none for all.`,
    );
  }
  const { setBackend, setWasmPaths, teach, writeSafetensors, mechanismById, shapeOf } =
    await bundled();
  setWasmPaths(join(projectFolder, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
  await setBackend('wasm');
  mkdirSync(weightsFolder, { recursive: true });
  for (const name of wanted.filter(isModel)) {
    const recipe = recipes[name];
    let sum = 0;
    const { weights, card } = await teach(
      { ...common, ...recipe, mechanism: mechanismById(recipe.mechanism) },
      (/** @type {number} */ batch, /** @type {number} */ loss) => {
        sum += loss;
        if ((batch + 1) % 100 !== 0) return;
        console.log(
          `${name}: batch ${batch + 1} of ${common.batches}, loss ${(sum / 100).toFixed(4)}`,
        );
        sum = 0;
      },
    );
    const tensors = Object.fromEntries(
      Object.entries(weights).map(([key, { axes, data }]) => [key, { shape: shapeOf(axes), data }]),
    );
    const metadata = { model: name, card: JSON.stringify(card) };
    writeFileSync(join(weightsFolder, `${name}.safetensors`), writeSafetensors(tensors, metadata));
    const cards = { ...JSON.parse(readFileSync(cardsFile, 'utf8')), [name]: card };
    writeFileSync(cardsFile, `${JSON.stringify(cards, null, 2)}\n`);
    console.log(`${name}: ${card.right} of ${card.heldOut} unseen sentences without a mistake`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
