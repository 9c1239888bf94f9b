import { useT } from '../../use-text';

/** How cost and time grow with the size. */
export default function Scaling() {
  const t = useT();
  return <p>{t('choose.tab.scaling')}</p>;
}
