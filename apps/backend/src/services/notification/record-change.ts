import { changeRecorder } from "../../platform/change-recorder.ts";

export const recordChange = changeRecorder("notification");
