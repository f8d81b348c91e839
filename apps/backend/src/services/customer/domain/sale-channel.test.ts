import { saleChannels, userRoles } from "@horizon/contracts/backend";
import { describe, expect, test } from "vitest";
import { channelAfterCall, mayMoveSaleChannel } from "./sale-channel.ts";

describe("TSR-2 a sale moves towards the rule by staff, and out of it by compliance alone", () => {
  const moves = saleChannels.flatMap((from) => saleChannels.map((to) => [from, to] as const));

  test.each(moves)("from %s to %s", (from, to) => {
    const outOfTheRule = from !== "online" && to === "online";
    expect(userRoles.filter((role) => mayMoveSaleChannel(role, from, to))).toEqual(
      outOfTheRule ? ["compliance"] : ["agent", "compliance", "admin"],
    );
  });

  test("a sales call turns an online sale into a mixed one, and leaves the others", () => {
    expect(saleChannels.map(channelAfterCall)).toEqual(["mixed", "phone", "mixed", "unknown"]);
  });
});
