import { z } from "zod";

const schema = z.object({
  /** Of the role that owns the schemas. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
});

/** Reads the migrator's settings; throws an Error that names every wrong variable and prints no value. */
export function parseEnv(source: NodeJS.ProcessEnv = process.env): z.infer<typeof schema> {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`Settings are not valid. ${problems.join("; ")}`);
}
