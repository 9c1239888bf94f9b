import { describe, expect, test } from 'vitest';
import { openBackend } from '../../../src/engine/backends/open';
import { evaluate } from '../../../src/engine/evaluate';
import { train } from '../../../src/engine/training/train';
import { asked, examine, sentences } from '../../../src/engine/training/translation';
import { prepareInputs, sizesOf, suits, type TextChoice } from '../../../src/inputs/choice';
import { random } from '../../../src/inputs/random';
import { readSafetensors } from '../../../src/inputs/safetensors';
import { takeWeights } from '../../../src/inputs/weights';
import { mechanismById } from '../../../src/mechanisms/catalogue';
import type { Mechanism, Params } from '../../../src/mechanisms/define';
import { modelCards } from '../../../src/mechanisms/learned';
import { resolveParams } from '../../../src/mechanisms/params';
import { english, examples, french, sentencePair } from '../../../src/mechanisms/translation';
import { axis, axisOf } from '../../../src/trace/axes';
import { cellsOf } from '../../../src/trace/expression';

const named = (id: string): Mechanism => {
  const found = mechanismById(id);
  if (!found) throw new Error(id);
  return found;
};

const say = (text: string, second = ''): TextChoice => ({
  kind: 'text',
  text,
  second,
  dim: 64,
  position: 'none',
});

const models = [
  ['seq2seq-additive', named('seq2seq'), {}],
  ['seq2seq-fixed', named('seq2seq'), { attention: 'fixed' }],
  ['encoder-decoder', named('encoder-decoder'), {}],
] as const;

/** Arguments and shipped weights of a model, on a sentence. */
async function load(mechanism: Mechanism, given: Params, input = say(examples.en[0])) {
  const axes = sizesOf(input, mechanism.inputs);
  const { params } = resolveParams(mechanism, given, axes);
  const model = mechanism.learned?.(params);
  if (!model) throw new Error('no weights come with these arguments');
  const response = await fetch(`/${model.file}`);
  const file = readSafetensors(new Uint8Array(await response.arrayBuffer()));
  const { weights, unused } = takeWeights(mechanism.weights(params, axes), file.tensors);
  expect(unused).toEqual([]);
  return { params, weights, model, file, inputs: prepareInputs(input, mechanism.inputs) };
}

describe('the little grammar', () => {
  test('says as many words in French as in English, all of them known', () => {
    const { uniform } = random('grammar');
    for (let i = 0; i < 500; i++) {
      const { en, fr } = sentencePair(uniform);
      expect(fr.length).toBe(en.length);
      expect(en.every((word) => english.includes(word))).toBe(true);
      expect(fr.every((word) => french.includes(word))).toBe(true);
    }
  });

  test('sentences that are asked are never taught', () => {
    const kept = new Set(asked(50, 1).map(({ en }) => en.join(' ')));
    expect(kept.size).toBe(50);
    const taught = sentences(false, 1);
    for (let i = 0; i < 5000; i++) expect(kept).not.toContain(taught.next().value.en.join(' '));
  });
});

describe('words as input', () => {
  const { inputs } = named('seq2seq');

  test('are one channel each, and keep the spelling of the reader as names', () => {
    const { src, tgt } = prepareInputs(say('The CAT sleeps.'), inputs);
    expect(tgt).toBeUndefined();
    expect(axisOf(src.axes, 'token').labels).toEqual(['The', 'CAT', 'sleeps', '.']);
    const row = src.data.subarray(english.length, 2 * english.length);
    expect([...row].map((v, i) => (v ? english[i] : '')).join('')).toBe('cat');
  });

  test('that are unknown are named, beside those that are known', () => {
    const zebra = say('The zebra sleeps.');
    expect(() => prepareInputs(zebra, inputs)).toThrow(/zebra.*use these: the a cat/);
    expect(suits(zebra, { inputs })).toBe(false);
    expect(suits(say('The cat sleeps.'), { inputs })).toBe(true);
    expect(suits(say('The cat sleeps.', 'The cat sleeps.'), { inputs })).toBe(false);
  });

  test('that are too many for the loop are refused', () => {
    const many = sizesOf(say('the cat '.repeat(13)), inputs);
    expect(() => resolveParams(named('seq2seq'), {}, many)).toThrow(/26 words.*at most 24/);
  });
});

describe.each(models)('the model %s', (name, mechanism, given) => {
  test('has the card of its file, and translates unseen sentences as well as that says', async () => {
    await openBackend('wasm');
    const { params, weights, model, file } = await load(mechanism, given);
    expect(JSON.parse(file.metadata.card)).toEqual(modelCards[name]);
    expect(model.card.params).toEqual(params);
    const count = 120;
    const rows = await examine(mechanism, params, weights, asked(count, model.card.seed));
    const right = rows.reduce((sum, row) => sum + row.right, 0);
    expect(Math.abs(right / count - model.card.right / model.card.heldOut)).toBeLessThan(0.1);
  });

  test('writes its own words on the axis of queries', async () => {
    const { params, weights, inputs } = await load(mechanism, given);
    const run = await evaluate(mechanism, { params, inputs, weights }, 'wasm');
    const { axes } = run.graph.nodes[run.graph.output];
    expect(axisOf(axes, 'query').labels?.join(' ')).toBe(
      'le chat noir voit une petite souris blanche .',
    );
    expect(axisOf(axes, 'word').labels).toEqual(french);
    // The arithmetic of a probability reads the scores of these very words.
    const read = cellsOf(await run.explain(run.graph.output, [0, 1, 0])).map(({ node }) => node);
    expect(read).not.toEqual([]);
    for (const node of read) {
      expect(axisOf(run.graph.nodes[node].axes, 'word').labels).toEqual(french);
    }
    run.dispose();
  });

  test('follows a translation that is given', async () => {
    const input = say(examples.en[0], 'Le chien dort');
    const { params, weights, inputs } = await load(mechanism, given, input);
    const run = await evaluate(mechanism, { params, inputs, weights }, 'wasm');
    const { axes } = run.graph.nodes[run.graph.output];
    expect(axisOf(axes, 'query').labels).toEqual(['le', 'chien', 'dort']);
    run.dispose();
  });

  test('has no weights for other arguments', () => {
    const axes = sizesOf(say(examples.en[0]), mechanism.inputs);
    const other = { ...given, hidden_size: 17, dim_feedforward: 17 };
    const { params } = resolveParams(mechanism, other, axes);
    expect(mechanism.learned?.(params)).toBeNull();
  });
});

test('the alignment of noun and colour crosses where French turns them round', async () => {
  const seq2seq = named('seq2seq');
  const { params, weights, inputs } = await load(seq2seq, {});
  const run = await evaluate(seq2seq, { params, inputs, weights }, 'wasm');
  const node = run.graph.nodes.find(({ step }) => step?.name === 'weights');
  if (!node) throw new Error('no weights');
  const data = await run.data(node.id);
  const looksAt = Array.from({ length: 9 }, (_, t) => {
    const row = data.subarray(9 * t, 9 * t + 9);
    return row.indexOf(Math.max(...row));
  });
  expect(looksAt.slice(1)).toEqual([2, 1, 3, 4, 5, 7, 6, 8]);
  run.dispose();
});

test('training lowers the loss, can be stopped, and is the same under a seed', async () => {
  await openBackend('wasm');
  const mechanism = named('encoder-decoder');
  const axes = { src: [axis('batch', 4), axis('token', 3), axis('channel', 5)] };
  const small = { tgt_vocab: 6, d_model: 8, dim_feedforward: 8 };
  const words = (size: number, channel: number) => ({
    axes: [axis('batch', 4), axis('token', 3), axis('channel', channel)],
    data: Float32Array.from({ length: 4 * 3 * channel }, (_, i) => {
      const [at, word] = [Math.floor(i / channel), i % channel];
      return Number(word === (at * size) % channel);
    }),
  });
  const example = { inputs: { src: words(2, 5), tgt: words(3, 6) }, target: words(3, 6) };
  const inputs = { ...axes, tgt: example.inputs.tgt.axes };
  const { params } = resolveParams(mechanism, small, inputs);
  const learn = async (seed: number, stopAt = 30) => {
    const losses: number[] = [];
    const stop = new AbortController();
    const weights = await train(mechanism, params, () => example, {
      seed,
      batches: 30,
      learningRate: 0.01,
      signal: stop.signal,
      onBatch: (batch, loss) => {
        losses.push(loss);
        if (batch + 1 === stopAt) stop.abort();
      },
    });
    return { losses, weights };
  };
  const first = await learn(1);
  expect(first.losses.length).toBe(30);
  expect(first.losses.at(-1)).toBeLessThan(0.5 * first.losses[0]);
  expect((await learn(1)).weights).toEqual(first.weights);
  expect((await learn(2)).weights).not.toEqual(first.weights);
  expect((await learn(1, 3)).losses).toEqual(first.losses.slice(0, 3));
});
