/** A door of its own: whoever opens the list is not sent the script of the rollout's page, nor the other way round. */
export { RolloutPage } from "./rollout-page.tsx";
