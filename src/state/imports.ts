/** Tensors of the person's own: how they come onto the page, and how far they agree with it. */
import type { Case } from '../engine/checks/case';
import type { Checker } from '../engine/checks/checker';
import type { Opened } from '../engine/imports/open';
import type { BackendName } from '../engine/protocol';
import { Superseded } from '../engine/protocol';
import { mechanismById } from '../mechanisms/catalogue';
import type { Text } from '../trace/text';
import type { Actions } from './actions';
import type { FileParity } from './imported';
import { textOf } from './runner';
import type { AtlasStore } from './store';

/** Opens files and shows them. */
export interface Imports {
  /** Reads a file of tensors; asks where several mechanisms fit; says why where none does. */
  open(file: File): Promise<void>;
  /** Shows a file in one of the ways that it fits. */
  show(file: string, way: Opened): void;
}

/** A search that takes longer than this says so. */
const MENTION = 1000;

/** Larger files hold whole networks, of which one module is wanted. */
const MOST_BYTES = 512 * 2 ** 20;

/**
 * @param createChecker a worker that reads and compares, so that the page and its runs are not disturbed.
 */
export function createImports(
  store: AtlasStore,
  actions: Actions,
  createChecker: (backend: BackendName) => Promise<Checker>,
): Imports {
  let comparing: Checker | undefined;

  const refuse = (text: Text) => actions.notify(text, 'warning');

  async function open(file: File): Promise<void> {
    if (file.size > MOST_BYTES) {
      refuse({
        en: `"${file.name}" has ${Math.round(file.size / 2 ** 20)} MiB; save the one module that you want to look at, 512 MiB at most.`,
        zh: `“${file.name}”有 ${Math.round(file.size / 2 ** 20)} MiB；请只保存要查看的模块，最多 512 MiB。`,
      });
      return;
    }
    let reader: Checker | undefined;
    const slow = setTimeout(
      () =>
        actions.notify({
          en: `Looking for the mechanism that ${file.name} fits.`,
          zh: `正在查找与 ${file.name} 相符的机制。`,
        }),
      MENTION,
    );
    try {
      reader = await createChecker('cpu');
      const bytes = new Uint8Array(await file.arrayBuffer());
      const { mechanism, input } = store.getState();
      const ways = await reader.read({ name: file.name, bytes }, { mechanism, input });
      if (ways.length === 1) show(file.name, ways[0]);
      else store.setState({ fileChoice: { file: file.name, ways }, dialog: 'file' });
    } catch (error) {
      refuse(textOf(error));
    } finally {
      clearTimeout(slow);
      reader?.close();
    }
  }

  function show(file: string, way: Opened): void {
    const { mechanism, prefix, weights, input, notes, reference } = way;
    const tensors = input.kind === 'tensors' ? input : null;
    actions.showImported(
      { file, mechanism, prefix, weights, input: tensors, notes },
      way.params,
      input,
    );
    const name = mechanismById(mechanism)?.name ?? { en: mechanism, zh: mechanism };
    actions.notify({
      en: `${file}: ${name.en}${prefix && ` from ${prefix}*`}.`,
      zh: `${file}：${name.zh}${prefix && `，取自 ${prefix}*`}。`,
    });
    void compare(reference);
  }

  async function compare(reference: Case | null): Promise<void> {
    comparing?.close();
    comparing = undefined;
    store.setState({ fileParity: null });
    if (!reference) return;
    const backend = store.getState().engine?.active ?? 'wasm';
    store.setState({ fileParity: { state: 'running', backend } });
    let checker: Checker | undefined;
    try {
      checker = await createChecker(backend);
      comparing = checker;
      const answer = await checker.verify(reference);
      const fileParity: FileParity =
        answer.status === 'compared'
          ? { state: 'compared', backend, comparison: answer }
          : { state: 'failed', backend, reason: answer.reason };
      if (comparing === checker) store.setState({ fileParity });
    } catch (error) {
      if (error instanceof Superseded || comparing !== checker) return;
      store.setState({ fileParity: { state: 'failed', backend, reason: textOf(error) } });
    } finally {
      checker?.close();
    }
  }

  return { open, show };
}
