import { useAtlas } from '../atlas-context';
import { useMedia } from '../use-media';

/** Whether a lesson is open that lies below its page, where it cannot stand beside it. */
export function useSheet(): boolean {
  const open = useAtlas((s) => s.lesson !== null);
  const explore = useAtlas((s) => s.page === 'explore');
  const narrow = useMedia(explore ? '(max-width: 700px)' : '(max-width: 1100px)');
  return open && narrow;
}
