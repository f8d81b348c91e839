import { defineProblems } from "../../platform/problems.ts";

export const workerProblems = defineProblems({
  "dead_letter.not_dead": { status: 409, title: "This delivery is not dead" },
});
