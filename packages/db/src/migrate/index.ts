export { type AppliedMigrations, type ApplyMigrationsOptions, applyMigrations } from "./apply-migrations.ts";
