import { useT } from '../use-text';

/** All lessons and worked examples. */
export default function Learn() {
  const t = useT();
  return <main>{t('command.learn')}</main>;
}
