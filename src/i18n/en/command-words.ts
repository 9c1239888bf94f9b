/** What else commands may be looked for by, by the command's id. */
export const commandWords = {
  explore: 'explore',
  compare: 'compare',
  learn: 'learn lessons',
  choose: 'choose',
  plate: 'plate',
  language: 'language English Chinese 中文',
  theme: 'theme dark light colours',
  help: 'help keys shortcuts',
  share: 'share link copy',
  export: 'export save PNG SVG CSV NPY JSON ZIP',
  open: 'open file safetensors upload',
};
