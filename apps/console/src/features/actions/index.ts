export { mayAct } from "./action-access.ts";
export { ActionButton } from "./action-button.tsx";
export type { ActionChoices } from "./action-draft.ts";
export { ActionProgress } from "./action-progress.tsx";
export { DiffView } from "./diff-view.tsx";
export { useSession } from "./use-session.ts";
