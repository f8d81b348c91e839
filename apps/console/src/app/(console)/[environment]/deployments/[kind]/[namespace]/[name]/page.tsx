import { workloadRef } from "@horizon/contracts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { WorkloadPage } from "@/features/deployments/server";
import { Prefetch, serverApi } from "@/trpc/server";

interface PageProps {
  params: Promise<{ environment: string; kind: string; namespace: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { name } = await params;
  return { title: name };
}

export default async function Page({ params }: PageProps) {
  const target = workloadRef.safeParse(await params);
  if (!target.success) notFound();
  const { environment } = target.data;
  return (
    <Prefetch
      queries={[
        serverApi.deployments.get.queryOptions(target.data),
        serverApi.actions.underWay.queryOptions({ environment }),
      ]}
    >
      <WorkloadPage target={target.data} />
    </Prefetch>
  );
}
