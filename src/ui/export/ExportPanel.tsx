/** Saving figures and data. */
export function ExportPanel() {
  return null;
}
