import { describe, expect, test } from 'vitest';
import { defaultInputFor, suits } from '../../../src/inputs/choice';
import { catalogue, mechanismById } from '../../../src/mechanisms/catalogue';
import {
  pairingsOf,
  partnerOf,
  type Stepped,
  steppedOf,
  usualPairing,
} from '../../../src/state/compare-steps';
import { summaryOf } from './fixtures';

const image = { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 32 } as const;

/** The steps of a mechanism's example, on the photograph where it takes one. */
function stepped(id: string): Stepped {
  const mechanism = mechanismById(id);
  if (!mechanism) throw new Error(id);
  return steppedOf(
    summaryOf({
      mechanism: id,
      params: mechanism.example?.params ?? {},
      input: suits(image, mechanism) ? image : defaultInputFor(mechanism),
      weights: { kind: 'pytorch', seed: 1 },
    }),
  );
}

const step = (from: Stepped, key: string) => {
  const found = from.steps.find((s) => s.key === key);
  if (!found) throw new Error(`${from.mechanism} has no step ${key}`);
  return found;
};

const usual = (a: string, b: string) => {
  const found = usualPairing(stepped(a), stepped(b));
  return found && [found.first.key, found.second.key, found.role];
};

describe('the pair that is shown at first', () => {
  test.each([
    ['cbam', 'eca', ['channel-gate', 'gate', 'gate']],
    ['eca', 'cbam', ['gate', 'channel-gate', 'gate']],
    ['sdpa', 'swin-shifted', ['weights', 'weights', 'weights']],
    ['se', 'eca', ['gate', 'gate', 'gate']],
    ['cbam', 'cbam', ['spatial-gate', 'spatial-gate', 'gate']],
    ['cbam', 'polarized-parallel', ['spatial-gate', 'spatial-gate', 'gate']],
    // Weights over keys and gates over channels: nothing of the same kind, and it says so.
    ['sdpa', 'eca', ['weights', 'gate', null]],
    ['sdpa', 'cbam', ['weights', 'spatial-gate', null]],
  ])('%s beside %s', (a, b, expected) => {
    expect(usual(a, b)).toEqual(expected);
  });
});

describe.each(['sdpa', 'cbam'])('every mechanism beside %s', (id) => {
  const fixed = stepped(id);
  test.each(catalogue.map((m) => m.id))('%s', (other) => {
    const beside = stepped(other);
    const pair = usualPairing(fixed, beside);
    expect(pair).toBeDefined();
    if (!pair) return;
    const [a, b] = [pair.first, pair.second].map(({ node }) => node.step.text.role);
    // Of one role, or else it is said that they are not.
    expect(pair.role).toBe(a === b ? a : null);
    // Every role that both have has a pair of that role, and only those.
    const roles = (of: Stepped) => new Set(of.steps.map(({ node }) => node.step.text.role));
    const pairs = pairingsOf(fixed, beside);
    for (const { role, first, second } of pairs) {
      expect(first.node.step.text.role).toBe(role);
      expect(second.node.step.text.role).toBe(role);
    }
    const compared = ['weights', 'gate', 'output', 'scores', 'query', 'key', 'value'] as const;
    const both = compared.filter((r) => roles(fixed).has(r) && roles(beside).has(r));
    expect(pairs.map(({ role }) => role)).toEqual(both);
    // Any step has a partner of its own role, or none.
    for (const one of fixed.steps) {
      const partner = partnerOf(one, fixed, beside);
      if (partner) expect(partner.node.step.text.role).toBe(one.node.step.text.role);
    }
  });
});

test('a step of one mechanism with two settings stands beside itself', () => {
  const [a, b] = [stepped('cbam'), stepped('cbam')];
  for (const one of a.steps) expect(partnerOf(one, a, b)?.key).toBe(one.key);
});

test('the partner is of the same kind: channels beside channels, positions beside positions', () => {
  const [cbam, polarized] = [stepped('cbam'), stepped('polarized-parallel')];
  expect(partnerOf(step(cbam, 'channel-gate'), cbam, polarized)?.key).toBe('channel-gate');
  expect(partnerOf(step(cbam, 'spatial-gate'), cbam, polarized)?.key).toBe('spatial-gate');
});

test('features have a partner only under the same name', () => {
  const [cbam, eca] = [stepped('cbam'), stepped('eca')];
  expect(partnerOf(step(cbam, 'spatial-max'), cbam, eca)).toBeUndefined();
  expect(partnerOf(step(cbam, 'output'), cbam, eca)?.key).toBe('output');
});
