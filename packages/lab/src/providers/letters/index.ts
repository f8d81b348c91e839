export type { LetterFaults } from "./letter-faults.ts";
export type { LetterFate } from "./letter-timeline.ts";
export {
  createLettersProvider,
  type LettersProvider,
  type LettersProviderOptions,
  type StoredLetter,
} from "./letters-provider.ts";
export { ProviderError } from "./provider-error.ts";
