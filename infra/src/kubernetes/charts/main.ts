import { reportFindings } from "../../policy/report-findings.ts";
import { getOverlay } from "../overlays.ts";
import { renderOverlay } from "../render-overlay.ts";
import { checkCharts } from "./check-charts.ts";
import { environments, listCharts } from "./controller-charts.ts";
import { renderChart } from "./render-chart.ts";

/**
 * `node infra/src/kubernetes/charts/main.ts`: renders the charts of every environment with helm (3 or 4), which fetches
 * them, and says what is wrong with what they make. Exit code 1 with findings, or where a chart cannot be had.
 */
await reportFindings(async (report) => {
  for (const environment of environments) {
    const render = async (name: string) => await renderOverlay(getOverlay(name));
    const foundation = await render(`platform/foundation/${environment}`);
    const overlays = [
      ...(await render(`platform/configs/${environment}`)),
      ...(await render(`${environment}/migrations`)),
      ...(await render(environment)),
    ];
    const charts = (await Promise.all(listCharts(environment).map(renderChart))).flat();
    report(
      `controllers/${environment}`,
      charts.length,
      checkCharts({ environment, foundation, charts, overlays }),
    );
  }
});
