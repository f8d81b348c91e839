import { type Db, runQuery } from "../db.ts";

export interface PublishedTemplate {
  readonly key: string;
  readonly version: number;
  readonly category: string;
  readonly subject: string;
  readonly body: string;
}

const columns = { key: true, version: true, category: true, subject: true, body: true } as const;

/** The newest version of each key that was published. */
export async function listPublishedTemplates(db: Db): Promise<PublishedTemplate[]> {
  return runQuery(db, ({ notificationTemplate }) =>
    notificationTemplate.findMany({
      distinct: ["key"],
      orderBy: [{ key: "asc" }, { version: "desc" }],
      select: columns,
    }),
  );
}

/** Its newest version. */
export async function findPublishedTemplate(db: Db, key: string): Promise<PublishedTemplate | null> {
  return runQuery(db, ({ notificationTemplate }) =>
    notificationTemplate.findFirst({ where: { key }, orderBy: { version: "desc" }, select: columns }),
  );
}

/** @throws AppError CONFLICT when the version exists: somebody was faster. */
export async function publishTemplate(
  db: Db,
  template: PublishedTemplate & { publishedBy: string },
): Promise<void> {
  await runQuery(db, ({ notificationTemplate }) =>
    notificationTemplate.create({ data: template, select: { id: true } }),
  );
}
