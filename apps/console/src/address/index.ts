export { AddressProvider, type SetAddress, useAddress } from "./address-context";
