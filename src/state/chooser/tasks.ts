import type { Mechanism } from '../../mechanisms/define';
import type { Criterion } from './criteria';
import type { Traits } from './traits';

export const taskNames = [
  'classification',
  'detection',
  'segmentation',
  'mobile',
  'long-text',
  'generation',
] as const;
export type TaskName = (typeof taskNames)[number];

/** What a mechanism must be or do to qualify. */
export const requirements = {
  map: ({ takes }) => takes === 'map',
  sequence: ({ takes }) => takes === 'sequence',
  keeps: ({ keeps }) => keeps,
  channels: (_, { attendsOver }) => attendsOver.includes('channels'),
  pixels: (_, { attendsOver }) => attendsOver.includes('pixels'),
  ownWeights: ({ ownWeights }) => ownWeights,
  causal: ({ causal }) => causal !== null,
} satisfies Record<string, (traits: Traits, mechanism: Mechanism) => boolean>;
export type Requirement = keyof typeof requirements;

export interface TaskSpec {
  /** What its input is; null where either will do. */
  readonly shape: 'map' | 'sequence' | null;
  /** Without which a mechanism does not do what the task is about. */
  readonly needs: readonly Requirement[];
  /** How much each criterion matters, 0 to 5; what is left out does not. */
  readonly weights: Readonly<Partial<Record<Criterion, number>>>;
}

export const tasks: Readonly<Record<TaskName, TaskSpec>> = {
  // One answer for the whole image: which channels speak is what counts, and it should cost next to nothing.
  classification: {
    shape: 'map',
    needs: ['keeps', 'channels'],
    weights: { channelGates: 3, macs: 2, parameters: 2, source: 1 },
  },
  // What and where: each channel and each place is judged.
  detection: {
    shape: 'map',
    needs: ['keeps', 'channels', 'pixels'],
    weights: { channelGates: 2, positionGates: 2, source: 2, macs: 1, parameters: 1 },
  },
  // Every pixel is decided on by itself, and has to see the others for it.
  segmentation: {
    shape: 'map',
    needs: ['keeps', 'ownWeights'],
    weights: { source: 4, seen: 3, macs: 1, parameters: 1 },
  },
  mobile: {
    shape: null,
    needs: ['keeps'],
    weights: { macs: 3, parameters: 3, memory: 1 },
  },
  'long-text': {
    shape: 'sequence',
    needs: ['keeps'],
    weights: { macs: 2, growth: 2, memory: 1, parameters: 1, source: 1 },
  },
  generation: {
    shape: 'sequence',
    needs: ['keeps', 'causal'],
    weights: { seen: 3, source: 2, masked: 1, macs: 1, parameters: 1 },
  },
};
