/** A text that a person reads, in both languages of the app. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/** Refusal of something that the person asked for. The message is one sentence in both languages. */
export class Refusal extends Error {
  readonly text: Text;

  constructor(en: string, zh: string) {
    super(en);
    this.name = 'Refusal';
    this.text = { en, zh };
  }
}
