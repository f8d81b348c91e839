export type { LetterFaults } from "./letter-faults.ts";
export type { StoredLetter } from "./letter-resource.ts";
export type { LetterFate } from "./letter-timeline.ts";
export {
  createLettersProvider,
  type LettersProvider,
  type LettersProviderOptions,
} from "./letters-provider.ts";
export { ProviderError } from "./provider-error.ts";
