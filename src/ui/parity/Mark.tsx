import { Check, X } from 'lucide-react';
import type { TensorDifference } from '../../engine/checks/compare';
import { formatNumber } from '../format';
import { useT } from '../use-text';
import styles from './Parity.module.css';

/** Whether a difference is within what is allowed: by shape and word, not by colour alone. */
export function Mark({ passed }: { readonly passed: boolean }) {
  const t = useT();
  const Icon = passed ? Check : X;
  return (
    <span className={styles.mark} data-passed={passed}>
      <Icon size={12} aria-hidden />
      <span className="hidden">{t(passed ? 'parity.agrees' : 'parity.differs')}</span>
    </span>
  );
}

/** Where a difference is, and what is allowed there. */
export function Where({ of }: { readonly of: TensorDifference | null }) {
  const t = useT();
  if (!of) return null;
  return (
    <>
      {t('parity.where', {
        tensor: of.tensor,
        index: of.index.join(', '),
        tolerance: formatNumber(of.tolerance),
      })}
    </>
  );
}
