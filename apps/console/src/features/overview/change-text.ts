/**
 * A change in the row of its service: `was aborted`, where the feed says `api-gateway was aborted: success-rate failed
 * twice`. The name is in the row already; cause and weight are in other columns.
 */
export function changeText(summary: string, service: string): string {
  const said = summary.startsWith(`${service} `) ? summary.slice(service.length + 1) : summary;
  return said
    .replace(/^(?:is deployed: |moved to )/, "")
    .replace(/^(was \w+): .*$/s, "$1")
    .replace(/ \(\d+ %\)$/, "");
}
