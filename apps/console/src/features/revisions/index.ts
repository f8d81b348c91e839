export { RevisionsPanel } from "./revisions-panel.tsx";
