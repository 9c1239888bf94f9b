/** The sides as they are called in every language. */
export const letters = ['A', 'B'] as const;
export const aMinusB = 'A − B';
