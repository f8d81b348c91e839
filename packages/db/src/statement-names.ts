/** Below what the pooler keeps for each of its connections. */
const namesMax = 100;

/**
 * Names for statements that a connection parses and plans once: half of what an insert costs the server. Inserts alone, for their plan is
 * the same whatever the values and the size of the table; others are planned for their values each time. Also no more than so many, as Prisma
 * writes a statement for each number of rows.
 */
export function createStatementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    // An empty name is PostgreSQL's for a statement that is not kept.
    if (names.size >= namesMax || !isInsert(sql)) return "";
    const name = `insert_${names.size}`;
    names.set(sql, name);
    return name;
  };
}

function isInsert(sql: string): boolean {
  return /^\s*(INSERT INTO|WITH event AS \(\s*INSERT INTO)\s/.test(sql);
}
