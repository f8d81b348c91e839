import type { Metadata } from "next";
import { RolloutsPage } from "@/features/rollouts";
import { Prefetch, serverApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Rollouts" };

export default async function Page({ params }: { params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  return (
    <Prefetch queries={[serverApi.rollouts.list.queryOptions({ environment })]}>
      <RolloutsPage environment={environment} />
    </Prefetch>
  );
}
