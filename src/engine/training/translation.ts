/** What the translating mechanisms are taught, and how well they learn it. */
import { hash, random } from '../../inputs/random';
import type { Mechanism, ModelCard, Params } from '../../mechanisms/define';
import { resolveParams } from '../../mechanisms/params';
import { english, french, type Pair, sentencePair } from '../../mechanisms/translation';
import { axis } from '../../trace/axes';
import type { HostTensor } from '../../trace/tensor';
import type { HostTensors } from '../evaluate';
import { type Example, outputOf, planner, train } from './train';

/** Every tenth sentence, by a hash of its words, is kept back from training. */
const isHeldOut = ({ en }: Pair): boolean => hash(en.join(' ')) % 10 === 0;

/** Sentences without end, of one side of the split. */
export function* sentences(heldOut: boolean, seed: number): Generator<Pair, never> {
  const { uniform } = random('sentences', heldOut ? 'held out' : 'seen', seed);
  for (;;) {
    const pair = sentencePair(uniform);
    if (isHeldOut(pair) === heldOut) yield pair;
  }
}

/** One-hot words [sentence, token, channel] of sentences that are equally long. */
function oneHot(batch: readonly (readonly string[])[], words: readonly string[]): HostTensor {
  const length = batch[0].length;
  const data = new Float32Array(batch.length * length * words.length);
  batch.flat().forEach((word, i) => {
    data[i * words.length + words.indexOf(word)] = 1;
  });
  const axes = [axis('batch', batch.length), axis('token', length), axis('channel', words.length)];
  return { axes, data };
}

/** Batches of equally long sentences, each given out when it is full. */
function* batches(size: number, seed: number): Generator<Example, never> {
  const waiting = new Map<number, Pair[]>();
  for (const pair of sentences(false, seed)) {
    const { length } = pair.en;
    const equal = [...(waiting.get(length) ?? []), pair];
    waiting.set(length, equal.length < size ? equal : []);
    if (equal.length === size) yield exampleOf(equal);
  }
  throw new Error('sentences do not end');
}

function exampleOf(pairs: readonly Pair[]): Example {
  const src = oneHot(
    pairs.map(({ en }) => en),
    english,
  );
  const tgt = oneHot(
    pairs.map(({ fr }) => fr),
    french,
  );
  return { inputs: { src, tgt }, target: tgt };
}

export interface Recipe {
  readonly mechanism: Mechanism;
  readonly params: Params;
  readonly seed: number;
  readonly batches: number;
  /** Sentences in a batch. */
  readonly sentences: number;
  readonly learningRate: number;
  /** Sentences that it is asked and has never seen. */
  readonly heldOut: number;
  readonly script: string;
}

/** Trains a model, and asks it to translate sentences that it has never seen, all by itself. */
export async function teach(
  recipe: Recipe,
  onBatch?: (batch: number, loss: number) => void,
): Promise<{ readonly weights: HostTensors; readonly card: ModelCard }> {
  const { mechanism, seed, learningRate, script } = recipe;
  const course = batches(recipe.sentences, seed);
  const examples = () => course.next().value;
  const first = examples();
  const axes = Object.fromEntries(
    Object.entries(first.inputs).map(([name, tensor]) => [name, tensor.axes]),
  );
  const { params } = resolveParams(mechanism, recipe.params, axes);
  const weights = await train(mechanism, params, (batch) => (batch === 0 ? first : examples()), {
    seed,
    batches: recipe.batches,
    learningRate,
    onBatch,
  });
  const byLength = await examine(mechanism, params, weights, asked(recipe.heldOut, seed));
  const sum = (key: 'heldOut' | 'right') => byLength.reduce((total, row) => total + row[key], 0);
  const parameters = Object.values(weights).reduce((n, { data }) => n + data.length, 0);
  const card: ModelCard = {
    script,
    seed,
    params,
    parameters,
    batches: recipe.batches,
    sentences: recipe.sentences,
    heldOut: sum('heldOut'),
    right: sum('right'),
    byLength,
  };
  return { weights, card };
}

/** Different sentences that are kept back from training. */
export function asked(count: number, seed: number): Pair[] {
  const found = new Map<string, Pair>();
  for (const pair of sentences(true, seed)) {
    found.set(pair.en.join(' '), pair);
    if (found.size === count) break;
  }
  return [...found.values()];
}

/** How many sentences of each length are translated without a mistake. */
export async function examine(
  mechanism: Mechanism,
  params: Params,
  weights: HostTensors,
  pairs: readonly Pair[],
): Promise<ModelCard['byLength']> {
  const programOf = planner(mechanism, params);
  const lengths = [...new Set(pairs.map(({ en }) => en.length))].sort((a, b) => a - b);
  const rows: ModelCard['byLength'][number][] = [];
  for (const words of lengths) {
    const equal = pairs.filter(({ en }) => en.length === words);
    const { inputs } = exampleOf(equal);
    const given = { src: inputs.src };
    const output = await outputOf(programOf(given), given, weights);
    const right = equal.filter(({ fr }, i) =>
      fr.every((word, t) => {
        const start = (i * words + t) * french.length;
        const row = output.subarray(start, start + french.length);
        return french[row.indexOf(Math.max(...row))] === word;
      }),
    );
    rows.push({ words, heldOut: equal.length, right: right.length });
  }
  return rows;
}
