import { useStore } from 'zustand';
import { saveFile } from '../../export/deliver';
import { tableCsv, tableJson } from '../../export/table';
import { catalogue } from '../../mechanisms/catalogue';
import { measuredBackends } from '../../state/parity';
import { useActions, useAtlasServices } from '../atlas-context';
import controls from '../controls/controls.module.css';
import { Modal } from '../controls/Modal';
import { formatNumber } from '../format';
import { useT, useText } from '../use-text';
import { Mark } from './Mark';
import styles from './Parity.module.css';
import { Progress } from './Progress';
import { tableOf, verdictOn, worstIn } from './rows';

/** All mechanisms on all backends, measured with one click. */
export default function ParityTable() {
  const t = useT();
  const text = useText();
  const { parity } = useAtlasServices();
  const { openDialog } = useActions();
  const { measured, absent, running } = useStore(parity.store);
  const save = (kind: 'csv' | 'json') => {
    const rows = tableOf(measured);
    const about = { userAgent: navigator.userAgent, measured: new Date().toISOString() };
    const content = kind === 'csv' ? tableCsv(rows) : tableJson(rows, about);
    saveFile(document, `parity.${kind}`, content);
  };
  return (
    <Modal title={t('parity.title')} open wide onClose={() => openDialog(null)}>
      <div className={styles.dialog}>
        <p className={styles.note}>{t('parity.tableAbout')}</p>
        <div className={styles.buttons}>
          {running ? (
            <Progress />
          ) : (
            <button type="button" className={controls.button} onClick={() => void parity.measure()}>
              {t('parity.measureAll', { count: catalogue.length })}
            </button>
          )}
          {(['csv', 'json'] as const).map((kind) => (
            <button
              key={kind}
              type="button"
              className={controls.button}
              disabled={measured.length === 0}
              onClick={() => save(kind)}
            >
              {kind.toUpperCase()}
            </button>
          ))}
        </div>
        {measuredBackends.map((backend) => {
          const why = absent[backend];
          return why ? (
            <p key={backend} className={styles.note}>
              {backend}: {text(why)}
            </p>
          ) : null;
        })}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
        <section className={styles.scroll} tabIndex={0} aria-label={t('parity.title')}>
          <table className={styles.all}>
            <thead>
              <tr>
                <th scope="col">{t('group.mechanisms')}</th>
                {measuredBackends.map((backend) => (
                  <th scope="col" key={backend}>
                    {backend}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {catalogue.map(({ id, name }) => (
                <tr key={id}>
                  <th scope="row">{text(name)}</th>
                  {measuredBackends.map((backend) => {
                    const verdict = verdictOn(measured, id, backend);
                    const worst = verdict && worstIn(verdict);
                    return (
                      <td key={backend}>
                        {verdict && <Mark passed={verdict.passed} />}{' '}
                        {worst ? formatNumber(worst.error) : ''}
                        {worst && (
                          <small>
                            {t('parity.of', { tolerance: formatNumber(worst.tolerance) })}
                          </small>
                        )}
                        {verdict?.reason && <small>{text(verdict.reason)}</small>}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </Modal>
  );
}
