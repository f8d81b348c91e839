export { mayAct } from "./action-access.ts";
export { ActionButton } from "./action-button.tsx";
export { ActionProgress } from "./action-progress.tsx";
export { actionVerb, isClusterAction } from "./action-words.ts";
export { DiffView } from "./diff-view.tsx";
export { EffectNow } from "./effect-now.tsx";
export { executeFailure } from "./execute-failure.ts";
export { ProgressList } from "./progress-list.tsx";
export { WorkloadActions } from "./workload-actions.tsx";
