import { Refusal } from '../../trace/text';

/** Milliseconds between two looks, and how many of them make calm. */
const interval = 16;
const calmLooks = { complete: 4, partial: 30, empty: 300 } as const;

const pause = () => new Promise((resume) => setTimeout(resume, interval));

const isDrawn = (cell: Element): boolean =>
  cell.querySelector('svg > *') !== null ||
  cell.querySelector('[data-figure]:not(:has(svg))')?.textContent !== undefined;

/**
 * Waits until the figures in the elements `[data-cell]` below `host` are drawn and stay as they are.
 * An element that stays empty is not waited for long: not every step has everything.
 * @param probe how often something was drawn, and how many answers are awaited
 * @throws Refusal when nothing is drawn at all.
 */
export async function settled(
  host: HTMLElement,
  probe: () => { readonly draws: number; readonly waiting: number },
): Promise<void> {
  let calm = 0;
  let before = -1;
  for (;;) {
    await pause();
    const { draws, waiting } = probe();
    calm = waiting === 0 && draws === before ? calm + 1 : 0;
    before = draws;
    const cells = [...host.querySelectorAll('[data-cell]')];
    const drawn = cells.filter(isDrawn).length;
    if (drawn > 0 && drawn === cells.length && calm >= calmLooks.complete) return;
    if (drawn > 0 && calm >= calmLooks.partial) return;
    if (calm >= calmLooks.empty) {
      throw new Refusal(
        'This step has no such figure; choose another figure to export.',
        '此步骤没有这种图；请选择导出其他图。',
      );
    }
  }
}
