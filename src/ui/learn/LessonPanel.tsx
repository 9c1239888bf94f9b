import { useT } from '../use-text';

/** The open lesson, beside the figure that it is about. */
export default function LessonPanel() {
  const t = useT();
  return <aside>{t('learn.name')}</aside>;
}
