import { defineConfig } from "prisma/config";

/** Read by `prisma generate` alone; migrations are applied by src/migrate. */
export default defineConfig({ schema: "prisma/schema" });
