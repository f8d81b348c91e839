/** A door of its own: every page holds the dialog's host, few of them the buttons. */
export { ActionHost } from "./action-host.tsx";
