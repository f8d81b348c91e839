"use client";
import dynamic from "next/dynamic";

// One script each: whoever opens the list is not sent the rollout's page, and the other way round.
export const RolloutsPage = dynamic(() =>
  import("./rollouts-page.tsx").then((module) => module.RolloutsPage),
);
export const RolloutPage = dynamic(() => import("./rollout-page.tsx").then((module) => module.RolloutPage));
