/** A cell without a value; on a card it takes no place. */
export function Nothing({ children = "–" }: { children?: string }) {
  return (
    <span data-nothing className="text-ink-soft">
      {children}
    </span>
  );
}
