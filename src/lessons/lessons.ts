import { catAndMice } from './cat-and-mice';
import { channelThenSpace } from './channel-then-space';
import { channelThenSpaceCall } from './channel-then-space-call';
import { costByFamily } from './cost-by-family';
import { deformableCall } from './deformable-call';
import { ecaAgainstSe } from './eca-against-se';
import { encoderDecoderCross } from './encoder-decoder-cross';
import { externalAttentionCall } from './external-attention-call';
import { fromFullToWindows } from './from-full-to-windows';
import { fruit } from './fruit';
import { grouping } from './grouping';
import { kerasStyle } from './keras-style';
import type { Lesson } from './lesson';
import { seq2seqLesson } from './seq2seq';
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
  seq2seqLesson,
  sixScores,
  softHardLocal,
  encoderDecoderCross,
  fromFullToWindows,
  channelThenSpace,
  costByFamily,
  ecaAgainstSe,
  grouping,
  whichOne,
];
