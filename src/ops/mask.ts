import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../trace/axes';
import { constant } from '../trace/expression';
import { Refusal } from '../trace/text';
import { aligned } from './cells';
import { combine, combinedAxes, expand } from './combine';
import { lowestValue } from './numeric';
import type { Operation } from './operation';

type Mask = { readonly value: number };

/** `value` where the mask is not 0, else x. The mask is matched by role and repeated along the rest. */
export const mask: Operation<Mask> = {
  name: 'mask',
  // Each number stays or gives way to a constant, so that explanations can look through it.
  move: true,
  shape([x, m]) {
    const output = combinedAxes(x, m);
    if (sizeOf(output) !== sizeOf(x) || output.length !== x.length) {
      throw new Refusal(
        'The mask has more entries than what it masks; give one entry for each score.',
        '掩码的元素多于被掩的分数；每个分数应对应一个掩码元素。',
      );
    }
    return [...x];
  },
  cost: ([x, m]) => ({ macs: 0, reads: sizeOf(x) + sizeOf(m), writes: sizeOf(x) }),
  compute: ([x, m], { value }, [axes, maskAxes], output) =>
    combine([x, axes], [m, maskAxes], output, (scores, entries) => {
      // All of one shape: tf.where would bring them there by slower ways.
      const masked = tf.notEqual(expand(entries, scores.shape), 0);
      return tf.where(masked, tf.fill(scores.shape, lowestValue(value)), scores);
    }),
  explain(index, [x, m], { value }, output) {
    const masked = m.at(aligned(m.axes, output, index)) !== 0;
    return masked ? constant(value) : x.cell(index);
  },
};
