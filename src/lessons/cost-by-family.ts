import { presets, scalingSection } from '../state/choose-scaling';
import { atSize, choosing, square } from './at-size';
import type { Lesson, Measure } from './lesson';

const [small, large] = [square(32, 64), square(64, 64)];

/** A cost on the map of 64 × 64 pixels, as a multiple of that on 32 × 32. */
const grown = (id: string, kind: 'macs' | 'memory' = 'macs'): Measure => ({
  kind: 'ratio',
  a: { kind, of: atSize(id, large) },
  b: { kind, of: atSize(id, small) },
});

const macs = (id: string): Measure => ({ kind: 'macs', of: atSize(id, small) });

const plot = (part: Partial<typeof scalingSection.usual>) =>
  choosing({
    tab: 'scaling',
    scaling: { ...scalingSection.usual, lines: presets.families, ...part },
  });

/** How self-attention, external, channel and channel-and-spatial attention grow with the input. */
export const costByFamily: Lesson = {
  id: 'cost-by-family',
  group: 'claims',
  title: { en: 'What each family costs', zh: '各类注意力的开销' },
  lead: {
    en: 'Self-attention, external, channel, channel and spatial: how MACs, memory and parameters grow, and which printed O( ) is too small.',
    zh: '自注意力、外部注意力、通道注意力、通道加空间注意力：MACs、内存和参数量如何增长，哪个复杂度被写小了。',
  },
  steps: [
    {
      title: { en: 'Five mechanisms, one plot', zh: '五种机制，一张图' },
      text: {
        en: 'Tutorials give $O(N^2 d)$ for self-attention, $O(N d S)$ for external attention, $O(C)$ for channel and $O(C H W)$ for channel and spatial attention. At 1,024 positions of 64 channels, self-attention takes {times} times the MACs of external attention.',
        zh: '教程给出：自注意力 $O(N^2 d)$，外部注意力 $O(N d S)$，通道注意力 $O(C)$，通道加空间注意力 $O(C H W)$。在 1,024 个位置、64 个通道下，自注意力的 MACs 是外部注意力的 {times} 倍。',
      },
      view: plot({}),
      quotes: {
        times: {
          value: 21.2,
          digits: 1,
          measure: { kind: 'ratio', a: macs('self'), b: macs('external') },
        },
      },
      question: {
        ask: {
          en: 'Which of them takes the fewest MACs on a map of 32 × 32 pixels and 64 channels?',
          zh: '在 32 × 32、64 通道的特征图上，哪个的 MACs 最少？',
        },
        answer: {
          kind: 'least',
          options: [
            { text: { en: 'External attention', zh: '外部注意力' }, measure: macs('external') },
            { text: { en: 'SE', zh: 'SE' }, measure: macs('se') },
            { text: { en: 'ECA', zh: 'ECA' }, measure: macs('eca') },
            { text: { en: 'CBAM', zh: 'CBAM' }, measure: macs('cbam') },
          ],
        },
        reveal: {
          en: 'ECA, but only just: SE and ECA both average the whole map and scale it again, and that is nearly all they do.',
          zh: '是 ECA，但优势极小：SE 和 ECA 都要对整张图取平均再缩放，这几乎就是全部计算。',
        },
      },
    },
    {
      title: { en: 'Four times the positions', zh: '位置数变为四倍' },
      text: {
        en: 'A map with twice the side has four times the positions. On the log–log plot, twice as steep means the square: external attention takes {external} times the MACs.',
        zh: '边长翻倍，位置数变为四倍。在双对数图上，斜率加倍意味着平方增长；外部注意力的 MACs 变为 {external} 倍。',
      },
      view: plot({ lines: ['self', 'external'] }),
      quotes: {
        external: { value: 4, digits: 1, measure: grown('external') },
      },
      question: {
        ask: {
          en: 'From 32 × 32 to 64 × 64 pixels: how many times the MACs does self-attention take?',
          zh: '从 32 × 32 到 64 × 64 像素，自注意力的 MACs 变为多少倍？',
        },
        answer: { kind: 'number', measure: grown('self'), tolerance: 1.2, digits: 1 },
        reveal: {
          en: 'Nearly 16. The scores grow with $N^2$, the four projections only with $N$; the longer the input, the nearer it comes to 16.',
          zh: '将近 16。分数随 $N^2$ 增长，四个投影只随 $N$ 增长；输入越长，越接近 16。',
        },
      },
    },
    {
      title: { en: 'Is channel attention O(C)?', zh: '通道注意力是 O(C) 吗？' },
      text: {
        en: 'The gates of SE are $C$ numbers, whatever the map. But someone has to look at the map first.',
        zh: '无论特征图多大，SE 的门控都是 $C$ 个数。但总得先看一遍特征图。',
      },
      view: plot({ lines: ['se', 'eca', 'cbam'] }),
      quotes: {
        se: { value: 3.99, digits: 2, measure: grown('se') },
        weights: {
          value: 512,
          digits: 0,
          measure: { kind: 'parameters', of: atSize('se', large) },
        },
      },
      question: {
        ask: {
          en: 'Does SE take as many MACs on 64 × 64 pixels as on 32 × 32?',
          zh: 'SE 在 64 × 64 上的 MACs 与在 32 × 32 上相同吗？',
        },
        answer: {
          kind: 'holds',
          a: { kind: 'macs', of: atSize('se', large) },
          relation: '=',
          b: { kind: 'macs', of: atSize('se', small) },
        },
        reveal: {
          en: 'It takes {se} times as many: the mean reads all $C H W$ numbers, and so does the scaling. $O(C)$ is the number of gates. Only the parameters stay: {weights} at both sizes.',
          zh: '是 {se} 倍：取平均要读完全部 $C H W$ 个数，缩放也是。$O(C)$ 只是门控的个数。不增长的只有参数量：两种尺寸都是 {weights} 个。',
        },
      },
    },
    {
      title: { en: 'Memory sets the length', zh: '内存决定长度' },
      text: {
        en: 'What ends a long input is memory: each head keeps $N^2$ weights. From 32 × 32 to 64 × 64 pixels, self-attention needs {self} times the memory, external attention {external} times.',
        zh: '长输入往往先耗尽内存：每个头要存 $N^2$ 个权重。从 32 × 32 到 64 × 64 像素，自注意力的内存变为 {self} 倍，外部注意力为 {external} 倍。',
      },
      view: plot({ quantity: 'memory' }),
      quotes: {
        self: { value: 15.6, digits: 1, measure: grown('self', 'memory') },
        external: { value: 3.9, digits: 1, measure: grown('external', 'memory') },
      },
      task: {
        kind: 'change',
        what: 'choose',
        say: {
          en: 'Draw another quantity, or measured time on your own device, and see whose line is steepest.',
          zh: '换一个量，或在你的设备上测量时间，看哪条线最陡。',
        },
        solution: plot({ quantity: 'parameters' }),
      },
    },
  ],
};
