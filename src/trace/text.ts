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

/** What is said when a file of the app did not come. */
export const notLoaded: Text = {
  en: 'This part could not be loaded; check the connection and try again.',
  zh: '这一部分加载失败；请检查网络连接后重试。',
};

/** Whether an error is the browser's word that a file did not come; each browser has its own. */
export const isNotLoaded = (error: unknown): boolean =>
  error instanceof Error &&
  /dynamically imported module|module script failed|preload CSS|failed to fetch|networkerror|load failed/i.test(
    error.message,
  );
