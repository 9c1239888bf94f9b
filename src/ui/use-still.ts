import { use } from 'react';
import { FigureSettingsContext } from './figure-settings';
import { useMedia } from './use-media';

/** Whether figures stand still: the person prefers less motion, or nothing can move because it is for a file. */
export function useStill(): boolean {
  const calm = useMedia('(prefers-reduced-motion: reduce)');
  const settings = use(FigureSettingsContext);
  return calm || settings !== null;
}
