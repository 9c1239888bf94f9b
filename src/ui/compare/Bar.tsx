import { ArrowLeftRight, Link2, Link2Off } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { CompareActions, SideName } from '../../state/compare-actions';
import { pairs } from '../../state/compare-pairs';
import { useActions, useAtlas } from '../atlas-context';
import controls from '../controls/controls.module.css';
import { Segmented } from '../controls/Segmented';
import { InputButton } from '../input/InputButton';
import { useSheet } from '../learn/use-sheet';
import { useMedia } from '../use-media';
import { useT, useText } from '../use-text';
import styles from './Bar.module.css';
import { PairingSelect } from './PairingSelect';
import { SaveButtons } from './SaveButtons';
import type { Comparison } from './use-comparison';
import type { Second } from './use-second';

/** What changes the settings of the sides: smaller than other buttons. */
const tool = `${controls.button} ${styles.tool}`;

interface Props {
  readonly second: Second | null;
  readonly comparison: Comparison | null;
  readonly actions: CompareActions;
}

/** What is compared with what, on which input and how; folded up where room is short. */
export function Bar({ second, comparison, actions }: Props) {
  const t = useT();
  const text = useText();
  const sheet = useSheet();
  const narrow = useMedia('(max-width: 700px)');
  const tools = (
    <div className={styles.tools}>
      <InputButton />
      {second && comparison && <SaveButtons comparison={comparison} />}
    </div>
  );
  const settings = second && <Controls second={second} comparison={comparison} actions={actions} />;
  const folded = (
    <details className={styles.folded}>
      <summary>{t('compare.controls')}</summary>
      {tools}
      {settings}
    </details>
  );
  if (sheet) return folded;
  return (
    <header className={styles.bar}>
      <div className={styles.heading}>
        <h2>{t('compare.title')}</h2>
        <p>{t('compare.lead')}</p>
      </div>
      {!narrow && tools}
      <p className={styles.ready}>
        <span>{t('compare.ready')}</span>
        {pairs.map((pair) => (
          <button key={pair.id} type="button" onClick={() => actions.openPair(pair)}>
            {text(pair.name)}
          </button>
        ))}
      </p>
      {narrow ? folded : settings}
    </header>
  );
}

function Controls({ second, comparison, actions }: Props & { readonly second: Second }) {
  const t = useT();
  const own = useAtlas((s) => s.compare.own === true);
  const whole = useAtlas((s) => s.compare.whole === true);
  const display = useAtlas((s) => s.display);
  const { setDisplay } = useActions();
  const looks = [comparison?.first, comparison?.second].some(
    (side) => side?.figure.plan.companion?.kind === 'look',
  );
  const roles = [comparison?.first, comparison?.second].map(
    (side) => side?.figure.step.node.step.text.role,
  );
  // Points and single numbers have no colours.
  const coloured = ![comparison?.first, comparison?.second].every(
    (side) => side && ['points', 'scalar'].includes(side.figure.plan.kind),
  );
  const scale = display.scale === 'auto' ? (comparison?.joint?.scale ?? 'linear') : display.scale;
  return (
    <fieldset className={styles.controls}>
      <legend className="hidden">{t('compare.controls')}</legend>
      <PairingSelect second={second} />
      {looks && (
        <Segmented
          label={t('compare.picture')}
          value={whole ? 'whole' : 'look'}
          options={(['look', 'whole'] as const).map((value) => ({
            value,
            name: t(`compare.pictures.${value}`),
          }))}
          onChange={(value) => actions.set({ whole: value === 'whole' })}
        />
      )}
      {coloured && roles[0] === roles[1] && (
        <Segmented
          label={t('compare.range')}
          value={own ? 'own' : 'common'}
          options={(['common', 'own'] as const).map((value) => ({
            value,
            name: t(`compare.ranges.${value}`),
            title: t('compare.rangeNeeds'),
          }))}
          onChange={(value) => actions.set({ own: value === 'own' })}
        />
      )}
      {coloured && (
        <Segmented
          label={t('compare.scale')}
          value={scale}
          options={(['linear', 'log'] as const).map((value) => ({
            value,
            name: t(`stage.${value}`),
          }))}
          onChange={(value) => setDisplay({ scale: value })}
        />
      )}
      <span className={styles.space} />
      <Settings second={second} actions={actions} />
    </fieldset>
  );
}

/** What moves settings from one side to the other. */
function Settings({
  second,
  actions,
}: {
  readonly second: Second;
  readonly actions: CompareActions;
}) {
  const t = useT();
  const { notify } = useActions();
  const linked = useAtlas((s) => s.compare.linked === true);
  const first = useAtlas((s) => s.params);
  const other = useStore(second.atlas.store, (s) => s.params);
  const mechanisms = `${useAtlas((s) => s.mechanism)} ${useStore(second.atlas.store, (s) => s.mechanism)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shared follows from them
  const shared = useMemo(
    () => ({ first: actions.shared('first'), second: actions.shared('second') }),
    [actions, first, other, mechanisms],
  );
  const copy = (from: SideName) => {
    const names = Object.keys(shared[from]).join(t('comma'));
    actions.copy(from);
    const [a, b] = from === 'first' ? ['A', 'B'] : ['B', 'A'];
    const said = t('compare.copied', { from: a, to: b, names });
    notify({ en: said, zh: said });
  };
  const copying = (from: SideName) => {
    const [a, b] = from === 'first' ? ['A', 'B'] : ['B', 'A'];
    const none = Object.keys(shared[from]).length === 0;
    return (
      <button
        type="button"
        className={tool}
        disabled={none}
        title={t(none ? 'compare.copyNothing' : 'compare.copyTo', { from: a, to: b })}
        onClick={() => copy(from)}
      >
        {t('compare.copy', { from: a, to: b })}
      </button>
    );
  };
  return (
    <div className={styles.settings}>
      <button type="button" className={tool} onClick={actions.swap}>
        <ArrowLeftRight size={14} aria-hidden /> {t('compare.swap')}
      </button>
      {copying('first')}
      {copying('second')}
      <button
        type="button"
        className={tool}
        aria-pressed={linked}
        title={t('compare.linkAbout')}
        onClick={() => actions.set({ linked: !linked })}
      >
        {linked ? <Link2 size={15} aria-hidden /> : <Link2Off size={15} aria-hidden />}
        {t('compare.link')}
      </button>
    </div>
  );
}
