export { ChangePage } from "./change-page";
export { changeFilterOf, changeParams } from "./change-params";
export { ChangesPage } from "./changes-page";
