/** How deep a file may nest. */
export const depthMax = 32;
/** How much it may hold. */
export const nodesMax = 400_000;
