import { parseArgs } from "node:util";
import { formatFindings } from "../policy/finding.ts";
import { checkOverlay, renderWithFoundation } from "./check-overlay.ts";
import { getOverlay, overlays } from "./overlays.ts";

/**
 * `node infra/src/kubernetes/main.ts [--release] [overlay…]`: renders overlays and says what is wrong with them; all of
 * them where none is named. A deployment runs it with `--release` on what it is about to apply. Exit code 1 with findings.
 */
try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { release: { type: "boolean" } },
  });
  const chosen = positionals.length > 0 ? positionals.map(getOverlay) : overlays;
  for (const overlay of chosen) {
    const rendered = await renderWithFoundation(overlay);
    const findings = checkOverlay(rendered, values.release ? "release" : "repository");
    console.log(`${overlay.name}: ${rendered.objects.length} objects, ${findings.length} findings`);
    if (findings.length === 0) continue;
    console.error(formatFindings(findings));
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
