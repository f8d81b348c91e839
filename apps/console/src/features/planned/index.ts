export { PlannedPage } from "./planned-page";
