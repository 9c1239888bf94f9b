import { useAtlas } from '../atlas-context';
import { formatNumber } from '../format';
import { useT, useText } from '../use-text';
import { Mark } from './Mark';
import styles from './Parity.module.css';

/** Differences of the file that are listed. */
const listed = 6;

/** How far what is on the page agrees with what PyTorch made of the reader's own file. */
export function FileParityView() {
  const t = useT();
  const text = useText();
  const parity = useAtlas((s) => s.fileParity);
  const imported = useAtlas((s) => s.imported);
  const mechanism = useAtlas((s) => s.mechanism);
  if (!parity || !imported || imported.mechanism !== mechanism) return null;
  const { file } = imported;
  const { backend } = parity;
  if (parity.state === 'running') {
    return <p role="status">{t('parity.fileRunning', { file, backend })}</p>;
  }
  if (parity.state === 'failed') {
    return (
      <p role="status">{t('parity.fileFailed', { file, backend, why: text(parity.reason) })}</p>
    );
  }
  const { passed, tensors, differences } = parity.comparison;
  const largest = [...differences].sort((a, b) => b.error / b.tolerance - a.error / a.tolerance);
  return (
    <div className={styles.file} role="status">
      <p>
        <Mark passed={passed} />{' '}
        {t(passed ? 'parity.fileAgrees' : 'parity.fileDiffers', { file, backend, count: tensors })}
      </p>
      <table className={styles.verdicts}>
        <thead>
          <tr>
            <th scope="col">{t('parity.tensor')}</th>
            <th scope="col">{t('parity.difference')}</th>
            <th scope="col">{t('parity.allowed')}</th>
          </tr>
        </thead>
        <tbody>
          {largest.slice(0, listed).map((d) => (
            <tr key={d.tensor}>
              <td className={styles.tensor}>
                <Mark passed={d.error <= d.tolerance} /> {d.tensor} [{d.index.join(', ')}]
              </td>
              <td>{formatNumber(d.error)}</td>
              <td>{formatNumber(d.tolerance)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {largest.length > listed && (
        <p className={styles.note}>{t('parity.rest', { count: largest.length - listed })}</p>
      )}
    </div>
  );
}
