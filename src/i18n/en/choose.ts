/** Texts of the page `choose`. */
export const choose = {
  name: 'Choose',
};
