export { SaveViewButton } from "./save-view-button";
export { SavedViewsPanel } from "./saved-views-panel";
