import { planEverything } from "../terraform/configuration/plan-everything.ts";
import { formatEstimate } from "./format-estimate.ts";

const { resources } = await planEverything();
console.log(formatEstimate(resources));
