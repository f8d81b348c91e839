export { PinnedViews } from "./pinned-views";
export { SaveViewButton } from "./save-view-button";
export { SavedViewsPanel } from "./saved-views-panel";
