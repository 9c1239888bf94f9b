import { Refusal } from '../trace/text';

/** Hands a file to the browser's downloads. */
export function saveFile(document: Document, name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read the address only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * Puts a picture or a text on the clipboard.
 * @param type `image/png`; everything else goes as text, which every program can paste
 * @param content still being made, because the permission to write ends soon after the click
 * @throws Refusal where the browser does not allow it.
 */
export async function copyFile(type: string, content: Promise<Blob>): Promise<void> {
  const image = type === 'image/png';
  const kind = image ? type : 'text/plain';
  const made = image
    ? content
    : content.then(async (blob) => new Blob([await blob.text()], { type: kind }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ [kind]: made })]);
  } catch {
    // What went wrong while it was made is not the clipboard's fault.
    await made;
    throw new Refusal(
      'The browser did not let the page write to the clipboard; save a file instead.',
      '浏览器不允许页面写入剪贴板；请改为保存文件。',
    );
  }
}
