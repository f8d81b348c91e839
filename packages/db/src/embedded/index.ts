export { createTestDatabase, type TestDatabase } from "./create-test-database.ts";
export { ownPorts } from "./own-ports.ts";
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./start-embedded-postgres.ts";
export { makeThrowawayDirectory } from "./throwaway-directory.ts";
