import { rolloutRef } from "@horizon/contracts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RolloutPage } from "@/features/rollouts/server";
import { Prefetch, serverApi } from "@/trpc/server";

interface PageProps {
  params: Promise<{ environment: string; namespace: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { name } = await params;
  return { title: name };
}

export default async function Page({ params }: PageProps) {
  const target = rolloutRef.safeParse({ ...(await params), kind: "Rollout" });
  if (!target.success) notFound();
  return (
    <Prefetch
      queries={[
        serverApi.rollouts.get.queryOptions(target.data),
        serverApi.rollouts.history.queryOptions(target.data),
        serverApi.deployments.get.queryOptions(target.data),
        serverApi.actions.underWay.queryOptions({ environment: target.data.environment }),
      ]}
    >
      <RolloutPage target={target.data} />
    </Prefetch>
  );
}
