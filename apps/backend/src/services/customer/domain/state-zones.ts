/**
 * The zones of each state and territory, the one whose days end last first: it is used when the customer does not say, so that nobody
 * is short-changed (CAL-3). From the IANA time zone database, 2025b.
 */
const zonesOfStates: Readonly<Record<string, readonly [string, ...string[]]>> = {
  AK: ["America/Adak", "America/Anchorage"],
  AL: ["America/Chicago"],
  AR: ["America/Chicago"],
  AS: ["Pacific/Pago_Pago"],
  AZ: ["America/Phoenix", "America/Denver"],
  CA: ["America/Los_Angeles"],
  CO: ["America/Denver"],
  CT: ["America/New_York"],
  DC: ["America/New_York"],
  DE: ["America/New_York"],
  FL: ["America/Chicago", "America/New_York"],
  GA: ["America/New_York"],
  GU: ["Pacific/Guam"],
  HI: ["Pacific/Honolulu"],
  IA: ["America/Chicago"],
  ID: ["America/Los_Angeles", "America/Boise"],
  IL: ["America/Chicago"],
  IN: ["America/Chicago", "America/Indiana/Indianapolis"],
  KS: ["America/Denver", "America/Chicago"],
  KY: ["America/Chicago", "America/New_York"],
  LA: ["America/Chicago"],
  MA: ["America/New_York"],
  MD: ["America/New_York"],
  ME: ["America/New_York"],
  MI: ["America/Menominee", "America/Detroit"],
  MN: ["America/Chicago"],
  MO: ["America/Chicago"],
  MP: ["Pacific/Saipan"],
  MS: ["America/Chicago"],
  MT: ["America/Denver"],
  NC: ["America/New_York"],
  ND: ["America/Denver", "America/Chicago"],
  NE: ["America/Denver", "America/Chicago"],
  NH: ["America/New_York"],
  NJ: ["America/New_York"],
  NM: ["America/Denver"],
  NV: ["America/Los_Angeles", "America/Boise"],
  NY: ["America/New_York"],
  OH: ["America/New_York"],
  OK: ["America/Chicago"],
  OR: ["America/Los_Angeles", "America/Boise"],
  PA: ["America/New_York"],
  PR: ["America/Puerto_Rico"],
  RI: ["America/New_York"],
  SC: ["America/New_York"],
  SD: ["America/Denver", "America/Chicago"],
  TN: ["America/Chicago", "America/New_York"],
  TX: ["America/Denver", "America/Chicago"],
  UT: ["America/Denver"],
  VA: ["America/New_York"],
  VI: ["America/St_Thomas"],
  VT: ["America/New_York"],
  WA: ["America/Los_Angeles"],
  WI: ["America/Chicago"],
  WV: ["America/New_York"],
  WY: ["America/Denver"],
};

export function isState(code: string): boolean {
  return Object.hasOwn(zonesOfStates, code);
}

/** The zone of an address: the one asked for if the state has it, the state's last one if none is, null if it is another's. */
export function findZone(state: string, asked: string | undefined): string | null {
  const zones = Object.hasOwn(zonesOfStates, state) ? zonesOfStates[state] : undefined;
  if (zones === undefined) return null;
  if (asked === undefined) return zones[0];
  return zones.includes(asked) ? asked : null;
}

/** Every state with its zones, for tests and forms. */
export function listStateZones(): [state: string, zones: readonly string[]][] {
  return Object.entries(zonesOfStates);
}
