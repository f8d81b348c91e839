import type { WorkflowJob } from "./workflow.ts";
import type { Report, WorkflowSurroundings } from "./workflow-surroundings.ts";

/** A job for each image builds the images of the catalogue, all of them and no others. */
export function checkImageMatrix(
  { strategy }: WorkflowJob,
  { images }: WorkflowSurroundings,
  subject: string,
  report: Report,
): void {
  const listed = strategy?.matrix?.image;
  if (!Array.isArray(listed)) return;
  const built = new Map(
    (listed as { name: string; dockerfile: string }[]).map(({ name, dockerfile }) => [name, dockerfile]),
  );
  for (const { name, dockerfile } of images) {
    if (built.get(name) !== dockerfile)
      report("matrix", subject, `Build ${name} from ${dockerfile}: it is in the catalogue of images.`);
    built.delete(name);
  }
  for (const name of built.keys())
    report(
      "matrix",
      subject,
      `No image is called ${name}: add it to infra/src/images/image-catalog.ts or take it out.`,
    );
}
