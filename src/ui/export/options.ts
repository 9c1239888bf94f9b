import type { Background, SheetWidth } from '../../export/sheet';
import type { PartChoice } from './step-drawing';

export const formats = ['png', 'svg', 'csv', 'npy', 'json'] as const;
export type Format = (typeof formats)[number];

export const widths = ['screen', 'column', 'page'] as const satisfies readonly SheetWidth[];
export const backgrounds = [
  'white',
  'transparent',
  'screen',
] as const satisfies readonly Background[];
export const scales = ['1', '2', '3', '4'] as const;

/** What the person chose in the export panel. */
export interface ExportOptions {
  readonly format: Format;
  readonly part: PartChoice;
  readonly width: SheetWidth;
  readonly background: Background;
  /** Pixels of a PNG per pixel. */
  readonly scale: number;
  readonly title: boolean;
  readonly smallPrint: boolean;
  /** All heads and channels of the step, not only what the figure shows. */
  readonly whole: boolean;
}

export const defaultOptions: ExportOptions = {
  format: 'png',
  part: 'main',
  width: 'screen',
  background: 'white',
  scale: 2,
  title: true,
  smallPrint: true,
  whole: false,
};
