import type { Mechanism } from '../mechanisms/define';
import { opening } from '../mechanisms/opening';
import { Refusal } from '../trace/text';
import { type Port, serve } from './serve';

/** Milliseconds after which the first picture is there, or late for other reasons. */
const LATER = 3000;

/** All mechanisms, in a file of their own. */
const loadAll = () => import('../mechanisms/catalogue');

/** What the app opens with is at hand. */
async function find(id: string): Promise<Mechanism | undefined> {
  if (id === opening.id) return opening;
  const { mechanismById } = await loadAll().catch(() => {
    throw new Refusal(
      'The mechanisms could not be loaded; check the connection and reload the page.',
      '注意力机制加载失败；请检查网络连接后刷新页面。',
    );
  });
  return mechanismById(id);
}

serve(self as unknown as Port, find);
// Whoever wants another mechanism need not wait for it, nor be connected by then.
setTimeout(() => void loadAll().catch(() => undefined), LATER);
