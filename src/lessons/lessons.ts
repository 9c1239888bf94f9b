import { catAndMice } from './cat-and-mice';
import { channelThenSpace } from './channel-then-space';
import { channelThenSpaceCall } from './channel-then-space-call';
import { costByFamily } from './cost-by-family';
import { deformableCall } from './deformable-call';
import { ecaAgainstSe } from './eca-against-se';
import { externalAttentionCall } from './external-attention-call';
import { fromFullToWindows } from './from-full-to-windows';
import { fruit } from './fruit';
import { grouping } from './grouping';
import { kerasStyle } from './keras-style';
import type { Lesson } from './lesson';
import { sixScores } from './six-scores';
import { softHardLocal } from './soft-hard-local';
import { swinCall } from './swin-call';
import { threePoolings } from './three-poolings';
import { whichOne } from './which-one';

/** All lessons and worked examples, in the order of the list. */
export const lessons: readonly Lesson[] = [
  catAndMice,
  fruit,
  externalAttentionCall,
  deformableCall,
  swinCall,
  kerasStyle,
  channelThenSpaceCall,
  threePoolings,
  sixScores,
  softHardLocal,
  fromFullToWindows,
  channelThenSpace,
  costByFamily,
  ecaAgainstSe,
  grouping,
  whichOne,
];
