import { useT } from '../../use-text';

/** Which mechanism suits a task and a budget. */
export default function Chooser() {
  const t = useT();
  return <p>{t('choose.tab.chooser')}</p>;
}
