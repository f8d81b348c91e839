export type { ClusterName } from "./estate/cluster-estate.ts";
export { type Lab, type LabOptions, startLab } from "./start-lab.ts";
export { type Clock, createManualClock, createSystemClock, type ManualClock } from "./world/clock.ts";
export { HISTORY_MS, seedHistory } from "./world/history.ts";
export { createReplayClock, type ReplayClock } from "./world/replay-clock.ts";
export { createScenarioDirector, type ScenarioDirector } from "./world/scenarios.ts";
export { createWorld, type World, type WorldCluster, type WorldOptions } from "./world/world.ts";
