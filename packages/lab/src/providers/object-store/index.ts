export {
  createObjectStoreProvider,
  type ObjectStoreProvider,
  type ObjectStoreProviderOptions,
} from "./object-store-provider.ts";
