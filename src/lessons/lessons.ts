import { catAndMice } from './cat-and-mice';
import { channelThenSpaceCall } from './channel-then-space-call';
import { deformableCall } from './deformable-call';
import { externalAttentionCall } from './external-attention-call';
import { fruit } from './fruit';
import { kerasStyle } from './keras-style';
import type { Lesson } from './lesson';
import { swinCall } from './swin-call';

/** All lessons and worked examples, in the order of the list. */
export const lessons: readonly Lesson[] = [
  catAndMice,
  fruit,
  externalAttentionCall,
  deformableCall,
  swinCall,
  kerasStyle,
  channelThenSpaceCall,
];
