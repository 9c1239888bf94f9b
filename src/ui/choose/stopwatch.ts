import { createStopwatch } from '../../state/stopwatch';

/**
 * One for all views of the page: what was measured in one is known in the others, and outlives a visit
 * to another page.
 */
export const stopwatch = createStopwatch();

/** Of each run, beside the first one, which does not count. */
export const rounds = 9;
