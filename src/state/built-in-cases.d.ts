/** Golden files that are shipped with the page; see scripts/built-in-cases.mjs. */
declare module 'virtual:built-in-cases' {
  export const builtInCases: readonly {
    /** Id of the mechanism. */
    readonly mechanism: string;
    /** Name of the case, such as `dev1`. */
    readonly case: string;
    /** The PyTorch class. */
    readonly class: string;
    /** Where the file is. */
    readonly url: string;
  }[];
}
