declare module 'pngjs/browser' {
  export { PNG } from 'pngjs';
}
