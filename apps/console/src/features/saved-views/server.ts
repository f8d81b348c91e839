/** For the layout: what it imports is part of every page. */
export { PinnedViews } from "./pinned-views";
