/** Moves the focus by `step` rows in the table that has it, or else to the first row of the page's first table. */
export function focusRow(step: 1 | -1): void {
  const current = document.activeElement?.closest("[data-row]");
  const body = current?.closest("[data-table-body]") ?? document.querySelector("[data-table-body]");
  if (!body) return;
  const rows = [...body.querySelectorAll<HTMLElement>("[data-row]")].sort((a, b) => indexOf(a) - indexOf(b));
  const at = current instanceof HTMLElement ? rows.indexOf(current) : -1;
  const next = at === -1 ? rows[0] : rows[at + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** Virtual rows stand in the document in any order. */
function indexOf(row: HTMLElement): number {
  return Number(row.dataset.index);
}
