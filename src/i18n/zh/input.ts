import type { en } from '../en';

/** Texts of the choice of an input. */
export const input: (typeof en)['input'] = {
  title: '输入',
  kind: '输入类型',
  numbers: '数值',
  text: '文本',
  image: '图像',
  random: '随机',
  refused: '不适用于此机制：{{kinds}}。',
  examples: '手算示例',
  ownNumbers: '自定数值',
  number: '请输入一个数。',
  sentence: '句子',
  first: '提问的句子（查询）',
  second: '作答的句子（键与值）',
  secondEmpty: '留空则使用同一句',
  words_one: '{{count}} 个词',
  words_other: '{{count}} 个词',
  cut_one: '只使用前 {{max}} 个词，其余 {{count}} 个略去。',
  cut_other: '只使用前 {{max}} 个词，其余 {{count}} 个略去。',
  dim: '词向量维度',
  position: '位置编码',
  embedding:
    '词向量由字符片段的固定随机向量相加而成：字形相近的词，向量也相近。这里没有任何学习所得。',
  photograph: '照片',
  upload: '打开自己的图像',
  uploadNote: '也可拖入或粘贴自己的图像；图像不会离开本设备。',
  filters: '各通道是固定且有名称的滤波器：亮度、颜色、各方向与尺度的边缘、斑点、纹理。',
  tensors: '文件',
  tensorsNote: '来自 {{file}} 的张量。它们只留在本设备上，不包含在链接中。',
  fileNote:
    '以 .safetensors 保存的 state_dict，或记录下来的输入与输出；输入也可以是 .npy、.npz 或 .json。也可把文件拖到页面任意位置。',
  size: {
    seed: '随机种子',
    batch: '批大小',
    tokens: '词元数',
    memory: '第二序列的词元数',
    height: '高',
    width: '宽',
    channels: '通道数',
  },
  drop: '松开即可打开图像或 PyTorch 张量',
  notReadable:
    '该文件既不是图像也不是张量；请拖入 JPEG、PNG、WebP、GIF，或 .safetensors、.npy、.npz、.json 文件。',
};
