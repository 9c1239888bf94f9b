import { useT } from '../../use-text';

/** What each mechanism costs at the size that the reader sets. */
export default function Table() {
  const t = useT();
  return <p>{t('choose.tab.table')}</p>;
}
