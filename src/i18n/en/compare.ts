/** Texts of the page `compare`. */
export const compare = {
  name: 'Compare',
};
