export { shortImage } from "./revision-text.ts";
export { RevisionsPanel } from "./revisions-panel.tsx";
