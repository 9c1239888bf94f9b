import { isNotLoaded, notLoaded, Refusal, type Text } from '../trace/text';
import type { Loss } from './messages';
import type { BackendName, Notice } from './protocol';

const losses: Readonly<Record<Loss, Text>> = {
  lost: { en: 'the device was lost', zh: '设备已丢失' },
  memory: { en: 'it ran out of memory', zh: '内存不足' },
  hung: { en: 'it stopped answering', zh: '停止响应' },
};

/** Why a backend failed, for the person. */
export function reasonOf(error: unknown, loss?: Loss): Text {
  if (error instanceof Refusal) return error.text;
  if (loss) return losses[loss];
  if (isNotLoaded(error)) return notLoaded;
  const message = error instanceof Error ? error.message : String(error);
  return { en: message, zh: message };
}

/** What is said when one backend is left for another. */
export const noticeOf = (
  left: { readonly name: BackendName; readonly kind: Notice['kind']; readonly why: Text },
  next: BackendName,
): Notice => ({
  kind: left.kind,
  text: {
    en: `${left.name} is not used any more (${plain(left.why.en)}); ${next} computes instead.`,
    zh: `已停用 ${left.name}（${plain(left.why.zh)}），改由 ${next} 计算。`,
  },
});

/** A sentence within a sentence. */
const plain = (text: string): string => text.replace(/[.。]$/, '');
