/** Texts of the page `learn`. */
export const learn = {
  name: 'Learn',
};
