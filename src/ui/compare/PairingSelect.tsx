import { useMemo } from 'react';
import { useStore } from 'zustand';
import { mechanismById } from '../../mechanisms/catalogue';
import {
  type Pairing,
  pairingsOf,
  partnerOf,
  steppedOf,
  usualPairing,
} from '../../state/compare-steps';
import type { ShownStep } from '../../state/steps';
import { useAtlas } from '../atlas-context';
import { stepTitle } from '../names';
import { useCurrentStep } from '../use-steps';
import { useT, useText } from '../use-text';
import styles from './Bar.module.css';
import type { Second } from './use-second';

const keyOf = ({ first, second }: Pick<Pairing, 'first' | 'second'>): string =>
  `${first.key} ${second.key}`;

/** Which steps stand beside each other: one pair for each role that both have, and what tells most of each. */
export function PairingSelect({ second }: { readonly second: Second }) {
  const t = useT();
  const text = useText();
  const a = useAtlas((s) => s.summary);
  const b = useStore(second.atlas.store, (s) => s.summary);
  const { current } = useCurrentStep();
  const other = useStore(second.atlas.store, (s) => s.step);
  const found = useMemo(() => {
    if (!a || !b) return null;
    const [one, two] = [steppedOf(a), steppedOf(b)];
    const usual = usualPairing(one, two);
    const byRole = pairingsOf(one, two);
    const all =
      usual && !byRole.some((p) => keyOf(p) === keyOf(usual)) ? [usual, ...byRole] : byRole;
    return { one, two, usual, all };
  }, [a, b]);
  const beside = found?.two.steps.find(({ key }) => key === other);
  if (!found || !current || !beside) return null;

  const here = { first: current, second: beside };
  const title = ({ node }: ShownStep) => stepTitle(node.step, text);
  const nameOf = ({ role, ...pair }: Pick<Pairing, 'first' | 'second'> & Partial<Pairing>) => {
    const names = { first: title(pair.first), second: title(pair.second) };
    if (!role) return `${names.first} × ${names.second}`;
    return names.first === names.second
      ? `${t(`role.${role}`)}${t('colon')}${names.first}`
      : t('compare.pair', { role: t(`role.${role}`), ...names });
  };
  const listed = found.all.some((pair) => keyOf(pair) === keyOf(here));
  const shown = listed ? found.all : [{ ...here, role: null, likeness: 0 }, ...found.all];
  const follows =
    partnerOf(current, found.one, found.two) ?? partnerOf(beside, found.two, found.one);
  const hint = follows
    ? null
    : found.usual && keyOf(found.usual) === keyOf(here)
      ? t('compare.differentRoles')
      : t('compare.noPartner', {
          step: title(current),
          other: text(mechanismById(found.two.mechanism)?.name ?? { en: '', zh: '' }),
        });
  return (
    <>
      <label className={styles.what}>
        <span>{t('compare.what')}</span>
        <select
          value={keyOf(here)}
          onChange={({ target }) => {
            const chosen = found.all.find((pair) => keyOf(pair) === target.value);
            if (chosen) second.cursor.show(chosen.first.key, chosen.second.key);
          }}
        >
          {shown.map((pair) => (
            <option key={keyOf(pair)} value={keyOf(pair)}>
              {nameOf(pair)}
            </option>
          ))}
        </select>
      </label>
      {hint && <p className={styles.hint}>{hint}</p>}
    </>
  );
}
