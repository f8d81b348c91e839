export { RolloutsPage } from "./rollouts-page.tsx";
