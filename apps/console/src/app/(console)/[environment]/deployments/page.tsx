import type { Metadata } from "next";
import { DeploymentsPage } from "@/features/deployments";
import { Prefetch, serverApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Deployments" };

export default async function Page({ params }: { params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  return (
    <Prefetch queries={[serverApi.deployments.list.queryOptions({ environment })]}>
      <DeploymentsPage environment={environment} />
    </Prefetch>
  );
}
