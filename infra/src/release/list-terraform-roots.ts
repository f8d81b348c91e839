import { listTerraformRoots, withPlans } from "./terraform-roots.ts";

/**
 * `node infra/src/release/list-terraform-roots.ts <live folder> [folder of plans]`: the matrix of the Terraform workflows, as one line of JSON. With
 * a folder it holds the roots alone that have a plan there, `plan-<slug>/planned`.
 */
const [live = "", plans] = process.argv.slice(2);
const roots = listTerraformRoots(live);
console.log(JSON.stringify(plans === undefined ? roots : withPlans(roots, plans)));
