export { RolloutPage, RolloutsPage } from "./pages.tsx";
