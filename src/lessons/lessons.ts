import { catAndMice } from './cat-and-mice';
import { channelThenSpace } from './channel-then-space';
import { channelThenSpaceCall } from './channel-then-space-call';
import { deformableCall } from './deformable-call';
import { externalAttentionCall } from './external-attention-call';
import { fromFullToWindows } from './from-full-to-windows';
import { fruit } from './fruit';
import { kerasStyle } from './keras-style';
import type { Lesson } from './lesson';
import { sixScores } from './six-scores';
import { softHardLocal } from './soft-hard-local';
import { swinCall } from './swin-call';
import { threePoolings } from './three-poolings';

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
];
