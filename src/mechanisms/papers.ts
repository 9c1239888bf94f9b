import type { Paper } from './define';

const arxiv = (id: string): string => `https://arxiv.org/abs/${id}`;

/** Papers that several mechanisms cite. */
export const vaswani2017: Paper = {
  title: 'Attention Is All You Need',
  authors: 'Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser, Polosukhin',
  venue: 'NeurIPS',
  year: 2017,
  url: arxiv('1706.03762'),
};

export const luong2015: Paper = {
  title: 'Effective Approaches to Attention-based Neural Machine Translation',
  authors: 'Luong, Pham, Manning',
  venue: 'EMNLP',
  year: 2015,
  url: arxiv('1508.04025'),
};

export const liu2021: Paper = {
  title: 'Swin Transformer: Hierarchical Vision Transformer using Shifted Windows',
  authors: 'Liu, Lin, Cao, Hu, Wei, Zhang, Lin, Guo',
  venue: 'ICCV',
  year: 2021,
  url: arxiv('2103.14030'),
};

export const bahdanau2015: Paper = {
  title: 'Neural Machine Translation by Jointly Learning to Align and Translate',
  authors: 'Bahdanau, Cho, Bengio',
  venue: 'ICLR',
  year: 2015,
  url: arxiv('1409.0473'),
};
