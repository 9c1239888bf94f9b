import { useT } from '../use-text';

/** Which mechanism to use: what each costs at a size, how that grows, and what suits a task. */
export default function Choose() {
  const t = useT();
  return <main>{t('command.choose')}</main>;
}
