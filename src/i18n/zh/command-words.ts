import type { en } from '../en';

/** What else commands may be looked for by, by the command's id. */
export const commandWords: (typeof en)['commandWords'] = {
  explore: '探索',
  compare: '对比',
  learn: '学习 课程',
  choose: '选型',
  plate: '图版',
  language: '语言 中文 英文 English',
  theme: '主题 深色 浅色 外观',
  help: '帮助 快捷键',
  share: '分享 链接',
  export: '导出 保存 PNG SVG CSV NPY JSON ZIP',
  open: '打开 文件 上传 safetensors',
};
