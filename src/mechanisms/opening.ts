/** The mechanism of an empty address. */
export { sdpa as opening } from './sdpa';
