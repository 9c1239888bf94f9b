/** Milliseconds to a microsecond, for files: no browser's clock is finer, and what follows is noise of its floats. */
export const writtenTime = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;
