import { Fragment, useMemo } from 'react';
import type { Measure, Quote } from '../../lessons/lesson';
import { parseMarkup, type Token } from '../../lessons/markup';
import type { Text } from '../../trace/text';
import { useAtlasServices } from '../atlas-context';
import { Tex } from '../Tex';
import { useSteps } from '../use-steps';
import { useLocale, useText } from '../use-text';
import { formatFixed, signed } from './format';
import { LessonLink } from './LessonLink';
import styles from './Step.module.css';
import { useOpenStep } from './use-lesson';

/** A text of a lesson; what it names can be clicked. */
export function LessonText({ text }: { readonly text: Text }) {
  const tokens = parseMarkup(useText()(text));
  return tokens.map((token, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its position
    <Fragment key={i}>
      {isLink(token) ? (
        <span className={styles.together}>
          {marksOf(opening, tokens[i - 1])}
          <Piece token={token} />
          {marksOf(closing, tokens[i + 1])}
        </span>
      ) : (
        <Piece token={between(token, tokens[i - 1], tokens[i + 1])} />
      )}
    </Fragment>
  ));
}

/** A line may break on either side of these, which are buttons: the marks that enclose them go with them. */
const isLink = (token: Token | undefined): boolean =>
  token !== undefined && token.kind !== 'words' && token.kind !== 'formula';

const opening = /[\p{Ps}\p{Pi}]+$/u;
const closing = /^[\p{Pe}\p{Pf}\p{Po}]+/u;

/** No line breaks inside 32 × 32, β = 1 or 70 %. */
const inside = /(?<=\S) (?=[×=%])|(?<=[×=]) (?=\S)/g;

const marksOf = (marks: RegExp, token: Token | undefined): string =>
  token?.kind === 'words' ? (marks.exec(token.words)?.[0] ?? '') : '';

/** Words without the marks that go with the link before or behind them. */
function between(token: Token, before: Token | undefined, behind: Token | undefined): Token {
  if (token.kind !== 'words') return token;
  const words = isLink(before) ? token.words.replace(closing, '') : token.words;
  return { ...token, words: isLink(behind) ? words.replace(opening, '') : words };
}

function Piece({ token }: { readonly token: Token }) {
  const { lessons } = useAtlasServices();
  const { step } = useOpenStep();
  switch (token.kind) {
    case 'words':
      return token.words.replace(inside, '\u00a0');
    case 'formula':
      return <Tex tex={token.tex} />;
    case 'step':
      return (
        <FigureLink step={token.step} onClick={() => lessons.visit(token.step)}>
          {token.words}
        </FigureLink>
      );
    case 'cell':
      return (
        <FigureLink step={token.pin.step} onClick={() => lessons.visit(token.pin)}>
          {token.words}
        </FigureLink>
      );
    case 'lesson':
      return <LessonLink id={token.id}>{token.words}</LessonLink>;
    case 'quote': {
      const quote = step.quotes?.[token.name];
      return quote ? <Quoted quote={quote} /> : null;
    }
  }
}

/** A number, and the way to the cell or the step that it comes from. */
function Quoted({ quote }: { readonly quote: Quote }) {
  const { lessons } = useAtlasServices();
  const words = signed(formatFixed(quote.value, quote.digits), quote.percent, useLocale());
  const target = targetOf(quote.measure);
  if (!target) return <b className={styles.number}>{words}</b>;
  return (
    <FigureLink
      step={typeof target === 'string' ? target : target.step}
      onClick={() => lessons.visit(target)}
    >
      {words}
    </FigureLink>
  );
}

function targetOf(measure: Measure) {
  if (!('step' in measure) || ('side' in measure && measure.side)) return null;
  if ('of' in measure && measure.of) return null;
  return measure.kind === 'cell' ? { step: measure.step, index: measure.index } : measure.step;
}

interface FigureLinkProps {
  readonly step: string;
  readonly onClick: () => void;
  readonly children: string;
}

/** Words in the colour of the tensor that they name, which lead to it. */
function FigureLink({ step, onClick, children }: FigureLinkProps) {
  const steps = useSteps();
  const role = useMemo(() => steps.find((s) => s.key === step)?.node.step.text.role, [steps, step]);
  return (
    <button
      type="button"
      className={`${styles.figureLink} ${role ? `role-${role}` : ''}`}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
