import type { Text } from '../trace/text';
import type { Part } from './url';

const names: Record<Part, Text> = {
  page: { en: 'view', zh: '视图' },
  filter: { en: 'filter', zh: '筛选条件' },
  lesson: { en: 'lesson', zh: '课程' },
  compare: { en: 'comparison', zh: '对比' },
  choose: { en: 'choice', zh: '选型' },
  mechanism: { en: 'mechanism', zh: '机制' },
  params: { en: 'parameters', zh: '参数' },
  input: { en: 'input', zh: '输入' },
  ownImage: { en: 'image', zh: '图像' },
  ownFile: { en: 'file', zh: '文件' },
  weights: { en: 'weights', zh: '权重' },
  selection: { en: 'selection', zh: '所选切片' },
  pin: { en: 'pinned cell', zh: '固定的单元格' },
  region: { en: 'zoom', zh: '缩放区域' },
  display: { en: 'colour settings', zh: '配色设置' },
  locale: { en: 'language', zh: '语言' },
  theme: { en: 'theme', zh: '主题' },
  backend: { en: 'backend', zh: '计算后端' },
};

/** One sentence on what of an address could not be read, or null when all of it could. */
export function explainProblems(problems: readonly Part[]): Text | null {
  if (problems.length === 0) return null;
  if (problems.length === 1 && problems[0] === 'ownImage') {
    return {
      en: 'This link was made with a private image that never left its owner’s device; a sample photograph stands in for it.',
      zh: '该链接使用了一张未离开过其主人设备的私有图像；这里以示例照片代替。',
    };
  }
  if (problems.every((problem) => problem === 'lesson')) {
    return {
      en: 'This link names a lesson or step that does not exist; Learn lists all that there are.',
      zh: '该链接指向的课程或步骤不存在；“学习”页列有全部课程。',
    };
  }
  if (problems.every((problem) => problem === 'ownFile')) {
    return {
      en: 'This link was made with a private file that never left its owner’s device; the usual input and weights stand in for it.',
      zh: '该链接使用了一个未离开过其主人设备的私有文件；这里以常用的输入与权重代替。',
    };
  }
  return {
    en: `This link’s ${problems.map((p) => names[p].en).join(', ')} could not be read; the defaults are shown instead.`,
    zh: `无法读取该链接中的${problems.map((p) => names[p].zh).join('、')}；已改用默认值。`,
  };
}
