import type { Mechanism, Paper } from '../../mechanisms/define';
import type { TaskName } from './tasks';

/** What a mechanism's own papers say of a task. */
export interface Evidence {
  /** 2: the title says that it is made for the task; 1: the abstract or its experiments report it. */
  readonly level: 1 | 2;
  readonly paper: Paper;
  /** What was measured on, where the paper is not named after the task. */
  readonly on?: string;
}

const arxiv = (id: string): string => `https://arxiv.org/abs/${id}`;

/** A title that names the task. */
const titles: Readonly<Record<TaskName, RegExp>> = {
  classification: /image classification/i,
  detection: /object detection/i,
  segmentation: /segmentation/i,
  'long-text': /long[- ]document/i,
  mobile: /mobile/i,
  generation: /language model|autoregressive/i,
};

type Measured = Readonly<Partial<Record<TaskName, string>>>;

const imageNet = { classification: 'ImageNet' } as const;
const onCoco = { ...imageNet, detection: 'MS COCO' } as const;
const onAde = { ...onCoco, segmentation: 'ADE20K' } as const;

/**
 * Tasks on which a paper reports results, by its address, and the data that it names. What is not listed was
 * not looked up or not found: no claim that it was not done.
 */
const measured: Readonly<Record<string, Measured>> = {
  [arxiv('1706.03762')]: { generation: 'WMT 2014' },
  [arxiv('2105.14103')]: { ...imageNet, 'long-text': 'Enwik8', generation: 'Enwik8' },
  [arxiv('2004.05150')]: { 'long-text': 'text8, enwik8', generation: 'text8, enwik8' },
  [arxiv('2206.02680')]: onCoco,
  [arxiv('2110.02178')]: onCoco,
  [arxiv('2109.14382')]: imageNet,
  [arxiv('2105.13677')]: onCoco,
  [arxiv('2105.02358')]: {
    classification: 'ImageNet',
    detection: 'MS COCO',
    segmentation: 'PASCAL VOC, ADE20K, Cityscapes',
  },
  [arxiv('2107.00645')]: imageNet,
  [arxiv('2103.14030')]: onAde,
  [arxiv('2108.00154')]: onAde,
  [arxiv('2201.12903')]: imageNet,
  [arxiv('2201.00520')]: onAde,
  [arxiv('2309.01430')]: onAde,
  [arxiv('2103.12731')]: onCoco,
  [arxiv('2106.13112')]: { ...imageNet, segmentation: 'Cityscapes, ADE20K' },
  [arxiv('1709.01507')]: onCoco,
  [arxiv('1910.03151')]: onCoco,
  [arxiv('1903.06586')]: imageNet,
  [arxiv('2105.14447')]: onCoco,
  [arxiv('2110.07641')]: onCoco,
  [arxiv('1807.06514')]: { ...imageNet, detection: 'MS COCO, VOC 2007' },
  [arxiv('1807.06521')]: { ...imageNet, detection: 'MS COCO, VOC 2007' },
  [arxiv('2103.02907')]: { ...onCoco, segmentation: 'PASCAL VOC 2012, Cityscapes' },
  [arxiv('2010.03045')]: { ...imageNet, detection: 'MS COCO, PASCAL VOC' },
  [arxiv('2102.00240')]: onCoco,
  [arxiv('2106.12368')]: imageNet,
  [arxiv('2108.01072')]: imageNet,
  [arxiv('2107.00782')]: { segmentation: 'PASCAL VOC 2012, Cityscapes' },
  [arxiv('1905.09646')]: onCoco,
  [arxiv('1711.07971')]: { detection: 'MS COCO' },
  [arxiv('1810.11579')]: imageNet,
  [arxiv('2107.12292')]: onCoco,
  [arxiv('2106.04803')]: imageNet,
  [arxiv('2111.14556')]: onAde,
};

/** The paper whose attention projects queries, keys, values and the result, which forms of it leave out. */
const projecting = arxiv('1706.03762');

/**
 * The strongest that a mechanism's papers say of a task.
 * @param projects whether it has weights for query, key, value and output.
 */
export function evidenceFor(
  { papers }: Mechanism,
  task: TaskName,
  projects: boolean,
): Evidence | undefined {
  const found = papers.flatMap((paper): Evidence[] => {
    if (paper.url === projecting && !projects) return [];
    if (titles[task].test(paper.title)) return [{ level: 2, paper }];
    const on = measured[paper.url]?.[task];
    return on ? [{ level: 1, paper, on }] : [];
  });
  return found.sort((a, b) => b.level - a.level)[0];
}
