import { listTerraformRoots } from "./terraform-roots.ts";

/** `node infra/src/release/list-terraform-roots.ts <live folder>`: the matrix of the Terraform workflows, as one line of JSON. */
console.log(JSON.stringify(listTerraformRoots(process.argv[2] ?? "")));
