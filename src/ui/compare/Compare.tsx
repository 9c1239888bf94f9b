import { useT } from '../use-text';

/** Two mechanisms on the same input, side by side. */
export default function Compare() {
  const t = useT();
  return <main>{t('command.compare')}</main>;
}
