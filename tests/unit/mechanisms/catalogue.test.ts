import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { relativeTolerance } from '../../../src/engine/checks/tolerance';
import { type Evaluation, evaluate } from '../../../src/engine/evaluate';
import { backends } from '../../../src/engine/protocol';
import { formulaWords } from '../../../src/i18n/zh/formula';
import { random } from '../../../src/inputs/random';
import { catalogue, mechanismById } from '../../../src/mechanisms/catalogue';
import type { Mechanism } from '../../../src/mechanisms/define';
import { plan } from '../../../src/mechanisms/plan';
import {
  indexAt,
  indexOfRole,
  offsetOf,
  type Role,
  sizeOf,
  stridesOf,
} from '../../../src/trace/axes';
import { evaluate as workOut } from '../../../src/trace/expression';
import { isOperation, type Node } from '../../../src/trace/graph';
import type { Text } from '../../../src/trace/text';
import { given, type Variant, variantsOf } from './variants';

const sources: Record<string, string> = import.meta.glob('/src/**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const modules: Record<string, Record<string, unknown>> = import.meta.glob('/src/mechanisms/*.ts', {
  eager: true,
});

const isMechanism = (value: unknown): value is Mechanism =>
  typeof value === 'object' && value !== null && 'id' in value && 'run' in value;

/** Cells looked at in each step. */
const CELLS = 3;

test('ids are unique, and the catalogue lists what the folder holds', () => {
  const ids = catalogue.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const inFolder = Object.values(modules).flatMap((module) =>
    Object.values(module).filter(isMechanism),
  );
  // One of them is also exported as what the app opens with.
  expect([...new Set(inFolder)].map(({ id }) => id).sort()).toEqual([...ids].sort());
  for (const { id } of catalogue) expect(mechanismById(id)?.id).toBe(id);
  expect(mechanismById('no such mechanism')).toBeUndefined();
});

test('no other code asks which mechanism it is', () => {
  // A kind of place and a scale of colours have the same names.
  const alsoWords = new Set(['cross', 'local']);
  const asked = Object.entries(sources)
    .filter(([path]) => !path.startsWith('/src/mechanisms/'))
    .flatMap(([path, source]) =>
      catalogue
        .filter(({ id }) => !alsoWords.has(id))
        .filter(({ id }) => new RegExp(`(===|!==|case)\\s*['"\`]${id}['"\`]`).test(source))
        .map(({ id }) => `${path} asks for ${id}`),
    );
  expect(asked).toEqual([]);
});

describe.each(catalogue.map((mechanism) => ({ id: mechanism.id, mechanism })))(
  '$id',
  ({ mechanism }) => {
    const variants = variantsOf(mechanism);

    test('every step that is described is recorded by some variant', () => {
      const recorded = new Set(variants.flatMap(({ steps }) => [...steps]));
      expect([...recorded].sort()).toEqual(Object.keys(mechanism.steps).sort());
      expect(recorded).toContain(mechanism.telling);
    });

    test('all texts stand in both languages', () => {
      for (const text of textsOf(mechanism)) {
        expect(text.en.trim()).not.toBe('');
        expect(text.zh.trim()).not.toBe('');
      }
      expect(mechanism.idea.zh).toMatch(/\p{Script=Han}/u);
      for (const { url, title, authors, venue } of mechanism.papers) {
        expect(url).toMatch(/^https:\/\//);
        expect(Math.min(title.length, authors.length, venue.length)).toBeGreaterThan(0);
      }
    });

    test('what tells steps apart is a symbol, or stands in both languages', () => {
      for (const { params, inputs } of variants) {
        for (const { step } of plan(mechanism, params, inputs).graph.nodes) {
          const part = step?.part ?? '';
          if (typeof part === 'string') expect(part).not.toMatch(/[a-z]{2}/i);
          else expect(part.zh).toMatch(/\p{Script=Han}/u);
        }
      }
    });

    test('all formulas can be set', () => {
      const macros = Object.fromEntries([...'QKVSAGYX'].map((role) => [`\\${role}`, '{#1}']));
      const formulas = [
        mechanism.formula,
        mechanism.complexity,
        ...Object.values(mechanism.steps).map(({ formula }) => formula),
      ];
      for (const formula of formulas) {
        expect(formula).not.toBe('');
        // A name of one word stays as it is in Chinese; other words have to be known.
        for (const [, words] of formula.matchAll(/\\text\{([^}]*)\}/g)) {
          if (/ /.test(words)) expect(formulaWords, formula).toHaveProperty([words]);
        }
        katex.renderToString(formula, {
          throwOnError: true,
          strict: 'error',
          macros: { ...macros },
        });
      }
    });

    test('parameters say what PyTorch needs to know, once each', () => {
      for (const { params, inputs } of variants) {
        expect(Object.keys(params).sort()).toEqual(Object.keys(mechanism.params).sort());
        for (const [name, param] of Object.entries(mechanism.params)) {
          if (!('nullable' in param) || param.default !== null || param.follows) continue;
          const stands = param.automatic?.(params, inputs);
          expect(typeof stands === 'number' ? `${stands}` : stands?.zh, name).toBeTruthy();
          expect(stands, name).not.toBeNaN();
        }
        const weights = mechanism.weights(params, inputs);
        for (const { shape } of Object.values(weights)) {
          expect(shape.every((n) => Number.isInteger(n) && n >= 1)).toBe(true);
        }
      }
    });

    describe.each(backends)('on %s', (backend) => {
      const relative = relativeTolerance[backend];

      test.each(variants.map((variant) => [describeVariant(variant), variant] as const))(
        '%s',
        async (_, variant) => {
          const run = await evaluate(mechanism, given(variant, 7), backend);
          try {
            for (const node of run.graph.nodes) {
              const values = await run.data(node.id);
              expect(values.length, node.step?.name ?? node.op).toBe(sizeOf(node.axes));
              expectShares(node, values);
              if (node.step) await expectExplained(run, node, values, relative);
            }
          } finally {
            run.dispose();
          }
        },
      );

      test('the same seed gives the same numbers, another seed gives others', async () => {
        const variant = variants[0];
        const outputs: Float32Array[] = [];
        for (const seed of [3, 3, 4]) {
          const run = await evaluate(mechanism, given(variant, seed), backend);
          outputs.push(await run.data(run.graph.output));
          run.dispose();
        }
        expect(outputs[1]).toEqual(outputs[0]);
        expect(outputs[2]).not.toEqual(outputs[0]);
      });
    });
  },
);

/** What tells a variant from the others. */
const describeVariant = ({ params, inputs }: Variant): string => {
  const { form } = params;
  const flags = Object.entries(params).filter(([, value]) => typeof value === 'boolean');
  const shapes = Object.entries(inputs).map(
    ([name, axes]) => `${name} ${axes.map(({ size }) => size).join('×')}`,
  );
  return [form, ...flags.map(([name, on]) => `${on ? '' : 'no '}${name}`), ...shapes]
    .filter(Boolean)
    .join(', ');
};

function textsOf(mechanism: Mechanism): Text[] {
  const params = Object.values(mechanism.params).flatMap((param) => [
    param.label,
    param.help,
    ...(param.kind === 'choice' ? Object.values(param.choices) : []),
  ]);
  const steps = Object.values(mechanism.steps).flatMap(({ title, note }) => [title, note]);
  return [mechanism.name, mechanism.idea, ...params, ...steps];
}

/** A softmax sums to 1 along its axis, and a gate lies between 0 and 1. */
function expectShares({ op, attributes, axes, step }: Node, values: Float32Array): void {
  if (op === 'activation' && attributes.function === 'sigmoid' && step?.text.role === 'gate') {
    expect(Math.min(...values)).toBeGreaterThan(0);
    expect(Math.max(...values)).toBeLessThan(1);
  }
  if (op !== 'softmax') return;
  const over = indexOfRole(axes, attributes.over as Role);
  const { size } = axes[over];
  const stride = stridesOf(axes)[over];
  for (let offset = 0; offset < values.length; offset++) {
    if (indexAt(axes, offset)[over] !== 0) continue;
    let sum = 0;
    for (let k = 0; k < size; k++) sum += values[offset + k * stride];
    expect(Math.abs(sum - 1)).toBeLessThan(1e-5);
  }
}

async function expectExplained(
  run: Evaluation,
  node: Node,
  values: Float32Array,
  relative: number,
): Promise<void> {
  const finite = values.filter(Number.isFinite);
  const allowed = relative * (1 + finite.reduce((m, v) => Math.max(m, Math.abs(v)), 0));
  const { uniform } = random('cells', node.id);
  for (let i = 0; i < CELLS; i++) {
    const index = indexAt(node.axes, Math.floor(uniform() * values.length));
    const computed = values[offsetOf(node.axes, index)];
    const arithmetic = await run.explain(node.id, index);
    const explained = workOut(arithmetic);
    const where = `${node.step?.name} [${index.join(', ')}]`;
    // A number that nothing else shows would explain nothing.
    if (arithmetic.kind === 'cell') {
      const source = run.graph.nodes[arithmetic.cell.node];
      expect(source.step !== undefined || source.move || !isOperation(source), where).toBe(true);
    }
    if (explained === Number.NEGATIVE_INFINITY) expect(computed, where).toBeLessThan(-1e4);
    else expect(Math.abs(explained - computed), where).toBeLessThanOrEqual(allowed);
  }
}
