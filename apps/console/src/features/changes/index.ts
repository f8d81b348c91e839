export { ChangePage } from "./change-page";
export { changeFilterOf, changeParams, loadChangeParams } from "./change-params";
export { ChangesPage } from "./changes-page";
