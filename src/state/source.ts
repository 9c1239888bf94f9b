/** The source file of a mechanism, which is named like it. */
export const sourceOf = (mechanism: string): string => `mechanisms/${mechanism}.ts`;
