/** A part of the view that reads and writes its own part of the address. */
export interface Section<T> {
  readonly usual: T;
  /** The keys of the query that say how a value differs from the usual one. */
  readonly encode: (value: T) => readonly (readonly [key: string, text: string])[];
  /** What a query says; what cannot be read stays usual and sets `problem`. */
  readonly decode: (query: URLSearchParams) => { readonly value: T; readonly problem: boolean };
}
