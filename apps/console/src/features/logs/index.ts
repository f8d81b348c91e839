export { LogViewer } from "./log-viewer.tsx";
