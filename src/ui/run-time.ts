import type { Translate } from '../i18n';
import type { RunTime } from '../state/store';
import { formatMilliseconds } from './format';

/** How long a run took; and for how much of it, where the rest had not changed. */
export function writeRunTime(time: RunTime | null, t: Translate): string {
  if (!time) return '…';
  const { milliseconds, computed, operations } = time;
  const written = formatMilliseconds(milliseconds);
  return computed === operations
    ? written
    : t('cost.partly', { time: written, computed, operations });
}
