import type { RunRequest } from '../engine/protocol';
import { defaultInputFor, type InputChoice, suits } from '../inputs/choice';
import { tokenize } from '../inputs/text';
import type { Mechanism } from '../mechanisms/define';
import { makeRequest } from './request';
import type { ViewState } from './view';

/** Sizes at which a plate computes: each mechanism takes milliseconds and a stamp shows all of it. */
export const plateSize = { side: 16, channels: 32, tokens: 12 } as const;

/** The same input at the plate's size. */
export function smallInput(input: InputChoice): InputChoice {
  const { side, channels, tokens } = plateSize;
  switch (input.kind) {
    case 'image': {
      const factor = side / Math.max(input.height, input.width);
      const scaled = (size: number): number => Math.max(4, Math.round(size * factor));
      return { ...input, height: scaled(input.height), width: scaled(input.width), channels };
    }
    case 'text':
      return {
        ...input,
        text: firstWords(input.text, tokens),
        second: input.second?.trim() ? firstWords(input.second, tokens) : input.second,
      };
    case 'random':
      return {
        ...input,
        batch: 1,
        tokens: Math.min(tokens, input.tokens),
        memory: Math.min(tokens, input.memory),
        height: Math.min(side, input.height),
        width: Math.min(side, input.width),
        channels,
      };
    case 'numbers':
    case 'tensors':
      return input;
  }
}

/** A text as far as its n-th word or mark; a text without words as it is, for the run to refuse. */
function firstWords(text: string, count: number): string {
  if (text.trim() === '') return text;
  let end = 0;
  for (const token of tokenize(text).tokens.slice(0, count))
    end = text.indexOf(token, end) + token.length;
  return text.slice(0, end);
}

/** Whether a mechanism shows the plate's common input; tensors from a file are made for one mechanism only. */
export const shares = (input: InputChoice, mechanism: Mechanism): boolean =>
  input.kind !== 'tensors' && suits(input, mechanism);

/**
 * The runs with which a plate may show a mechanism, the preferred first: its example on the common input, or
 * else on an input of its own kind; where the sizes do not fit, at the size that it is opened with.
 */
export function plateRequests(
  mechanism: Mechanism,
  { input, weights }: Pick<ViewState, 'input' | 'weights'>,
): readonly RunRequest[] {
  const own = defaultInputFor(mechanism);
  const wanted = smallInput(shares(input, mechanism) ? input : own);
  const { params = {}, gain = 1 } = mechanism.example ?? {};
  return [wanted, own].map(
    (choice) =>
      makeRequest({
        mechanism: mechanism.id,
        params,
        input: choice,
        weights: { ...weights, gain },
      }).request,
  );
}

/** A run whose cost is compared with the others': every mechanism on the same photograph. */
export const costRequest = (mechanism: Mechanism): RunRequest =>
  makeRequest({
    mechanism: mechanism.id,
    params: {},
    input: {
      kind: 'image',
      image: 'chelsea',
      height: plateSize.side,
      width: plateSize.side,
      channels: plateSize.channels,
    },
    weights: { kind: 'pytorch', seed: 1, gain: 1 },
  }).request;
