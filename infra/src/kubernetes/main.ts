import { parseArgs } from "node:util";
import { reportFindings } from "../policy/report-findings.ts";
import { checkOverlay, renderWithFoundation } from "./check-overlay.ts";
import { getOverlay, overlays } from "./overlays.ts";

/**
 * `node infra/src/kubernetes/main.ts [--release] [overlay…]`: renders overlays and says what is wrong with them; all of
 * them where none is named. A deployment runs it with `--release` on what it is about to apply. Exit code 1 with findings.
 */
await reportFindings(async (report) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { release: { type: "boolean" } },
  });
  const chosen = positionals.length > 0 ? positionals.map(getOverlay) : overlays;
  for (const overlay of chosen) {
    const rendered = await renderWithFoundation(overlay);
    report(
      overlay.name,
      rendered.objects.length,
      checkOverlay(rendered, values.release ? "release" : "repository"),
    );
  }
});
