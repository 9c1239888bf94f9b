import { useStore } from 'zustand';
import { measuredBackends } from '../../state/parity';
import { useActions, useAtlas, useAtlasServices } from '../atlas-context';
import controls from '../controls/controls.module.css';
import { formatNumber } from '../format';
import { Section } from '../inspector/Section';
import { useT, useText } from '../use-text';
import { FileParityView } from './FileParityView';
import { Mark, Where } from './Mark';
import styles from './Parity.module.css';
import { Progress } from './Progress';
import { verdictOn, worstIn } from './rows';

/** How far this mechanism is from PyTorch, measured here on every backend when the reader asks. */
export function ParityPanel() {
  const t = useT();
  const { parity } = useAtlasServices();
  const { openDialog } = useActions();
  const mechanism = useAtlas((s) => s.mechanism);
  const { running } = useStore(parity.store);
  return (
    <Section title={t('parity.title')}>
      <div className={styles.stack}>
        <FileParityView />
        <p className={styles.note}>{t('parity.about')}</p>
        <Verdicts mechanism={mechanism} />
        {running ? (
          <Progress />
        ) : (
          <div className={styles.buttons}>
            <button
              type="button"
              className={controls.button}
              onClick={() => void parity.measure([mechanism])}
            >
              {t('parity.measure')}
            </button>
            <button type="button" className={controls.button} onClick={() => openDialog('parity')}>
              {t('parity.all')}
            </button>
          </div>
        )}
      </div>
    </Section>
  );
}

function Verdicts({ mechanism }: { readonly mechanism: string }) {
  const t = useT();
  const text = useText();
  const { parity } = useAtlasServices();
  const { measured, absent } = useStore(parity.store);
  const rows = measuredBackends.flatMap((backend) => {
    const verdict = verdictOn(measured, mechanism, backend);
    const why = absent[backend];
    return verdict || why ? [{ backend, verdict, why }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <table className={styles.verdicts}>
      <thead>
        <tr>
          <th scope="col">{t('parity.backend')}</th>
          <th scope="col">{t('parity.output')}</th>
          <th scope="col">{t('parity.inner')}</th>
        </tr>
      </thead>
      {rows.map(({ backend, verdict, why }) => (
        <tbody key={backend}>
          <tr>
            <th scope="row">
              {verdict && <Mark passed={verdict.passed} />} {backend}
            </th>
            <td>{verdict?.output ? formatNumber(verdict.output.error) : '–'}</td>
            <td>{verdict?.inner ? formatNumber(verdict.inner.error) : '–'}</td>
          </tr>
          <tr>
            <td colSpan={3} className={styles.where}>
              {verdict && <Where of={worstIn(verdict)} />}
              {verdict?.reason && text(verdict.reason)}
              {!verdict && why && text(why)}
            </td>
          </tr>
        </tbody>
      ))}
    </table>
  );
}
