/** What the words inside formulas are in Chinese; names of one word, such as `row`, stay as they are. */
export const formulaWords: Readonly<Record<string, string>> = {
  ' or ': ' 或 ',
  ' where ': ' 当 ',
  ' where masked': '（被屏蔽处）',
  ' is masked': ' 被屏蔽',
  ' from ': ' 来自 ',
  ' at each place ': '，对每个位置 ',
  'in each window': '（每个窗口内）',
  'in each shifted window': '（每个移位窗口内）',
  'in each group': '（每组内）',
  ' with a banded kernel': '（带状实现）',
  ' full': '（完整形式）',
  ' simple': '（简单形式）',
};
