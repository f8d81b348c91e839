import type { Metadata } from "next";
import { ChangePage } from "@/features/changes";
import { Prefetch, serverApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Change" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetch queries={[serverApi.changes.get.queryOptions({ id })]}>
      <ChangePage id={id} />
    </Prefetch>
  );
}
