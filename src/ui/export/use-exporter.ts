import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { csvOf, jsonOf, npyOf } from '../../export/data';
import { pictureFile } from '../../export/picture-file';
import { fileName, seedName } from '../../export/provenance';
import type { Sheet } from '../../export/sheet';
import { refuseLargeArchive, stepsArchive } from '../../export/steps';
import { type OnScreen, type Picture, svgOf } from '../../export/svg';
import { take } from '../../export/take';
import type { ShownStep } from '../../state/steps';
import { sizeOf } from '../../trace/axes';
import { useAtlas, useAtlasServices } from '../atlas-context';
import { formatNumber } from '../format';
import { useCurrentStep } from '../use-steps';
import { useLocale } from '../use-text';
import { useTheme } from '../use-theme';
import type { ExportOptions } from './options';
import { type PartChoice, stepDrawing } from './step-drawing';
import { provenanceOf, type Subject, smallPrintOf, subjectOf, titleOf } from './words';

/** A file to be. */
export interface Made {
  readonly name: string;
  readonly content: Blob;
}

/** Device pixels per pixel of photographs in an SVG. */
const vectorRatio = 3;

/** The room that figures have on the page; what they have by default where nothing is on it. */
function roomOf(choice: PartChoice): { width: number; height: number } {
  const main = document.querySelector('main [data-figure="main"]');
  const both = choice === 'all' || choice === 'multiples';
  const width = (both && main?.closest('[data-companion]')) || main;
  return {
    width: Math.floor(width?.getBoundingClientRect().width ?? 640),
    height: Math.floor(main?.getBoundingClientRect().height ?? 520),
  };
}

/** Makes files of what is on the screen. */
export function useExporter(options: ExportOptions) {
  const atlas = useAtlasServices();
  const { i18n, t } = useTranslation();
  const locale = useLocale();
  const theme = useTheme();
  const { summary, steps, current } = useCurrentStep();
  const selection = useAtlas((s) => s.selection);
  const region = useAtlas((s) => s.region);
  const pin = useAtlas((s) => s.pin);
  const explanation = useAtlas((s) => s.explanation);
  const display = useAtlas((s) => s.display);

  const subject = useMemo(
    () => (summary && current ? subjectOf(summary, current, selection) : null),
    [summary, current, selection],
  );
  const sheetOf = useCallback(
    (about: Subject): Sheet => ({
      width: options.width,
      background: options.background,
      title: options.title ? titleOf(about, { t, locale }) : undefined,
      smallPrint: options.smallPrint ? smallPrintOf(about, display, { t, locale }) : [],
    }),
    [options.width, options.background, options.title, options.smallPrint, display, t, locale],
  );
  const screenOf = useCallback(
    (choice: PartChoice): OnScreen => ({ ...roomOf(choice), theme, format: formatNumber }),
    [theme],
  );

  /** The current figure. */
  const picture = useCallback(
    async (ratio: number): Promise<Picture | null> => {
      if (!subject) return null;
      const marks = { pin, explanation, region };
      const drawing = stepDrawing(atlas, i18n, subject.step, options.part, marks);
      return svgOf(document, drawing, sheetOf(subject), screenOf(options.part), ratio);
    },
    [atlas, i18n, subject, options.part, pin, explanation, region, sheetOf, screenOf],
  );

  const name = useMemo(() => {
    if (!subject) return '';
    const { axes } = subject.step.node;
    const drawn = options.format === 'png' || options.format === 'svg';
    const whole = drawn ? options.part === 'multiples' : options.whole;
    const base = fileName(provenanceOf(subject), axes, whole ? {} : subject.fixed);
    const part = drawn && options.part !== 'main' ? `-${options.part}` : '';
    return `${base}${part}.${options.format}`;
  }, [subject, options.format, options.part, options.whole]);

  const content = useCallback(async (): Promise<Blob> => {
    if (!subject) return new Blob();
    const { format, scale, whole } = options;
    if (format === 'png' || format === 'svg') {
      const made = await picture(format === 'png' ? scale : vectorRatio);
      if (!made) return new Blob();
      return pictureFile(document, made, format, scale);
    }
    const { summary, step } = subject;
    const tensor = await atlas.engine.data(summary.run, step.node.id);
    const fixed = whole ? {} : subject.fixed;
    const shown = take(tensor, fixed);
    if (format === 'csv') return csvOf(shown);
    if (format === 'npy') return npyOf(shown);
    return jsonOf(shown, provenanceOf(subject), fixed);
  }, [subject, options, picture, atlas]);

  /** Every step, one after the other. */
  const archive = useCallback(
    async (signal: AbortSignal, onProgress: (done: number, total: number) => void) => {
      if (!summary) return null;
      refuseLargeArchive(steps.reduce((sum, { node }) => sum + sizeOf(node.axes), 0));
      const marks = { pin, explanation, region: null };
      const load = (step: ShownStep) => {
        const about = subjectOf(summary, step, selection);
        const drawing = stepDrawing(atlas, i18n, step, 'main', marks);
        return async () => ({
          provenance: provenanceOf(about),
          tensor: await atlas.engine.data(summary.run, step.node.id),
          fixed: about.fixed,
          sheet: sheetOf(about),
          screen: screenOf('main'),
          drawing,
        });
      };
      const zip = await stepsArchive(document, steps.map(load), {
        scale: options.scale,
        signal,
        onProgress,
      });
      const from = provenanceOf({ summary, step: steps[0] });
      const parts = [from.mechanism.id, 'all-steps', seedName(from)].filter(Boolean);
      return { name: `${parts.join('-')}.zip`, content: zip };
    },
    [summary, steps, selection, pin, explanation, atlas, i18n, sheetOf, screenOf, options.scale],
  );

  return { subject, name, picture, content, archive };
}
