import { describe, expect, it } from "vitest";
import { parseEnv } from "./env.ts";

const good = {
  NODE_ENV: "test" as const,
  DATABASE_URL: "postgresql://horizon_ops:very-secret@localhost:5432/horizon",
  NEXTAUTH_SECRET: "a-secret-for-tests-of-at-least-32-characters",
  CONSOLE_ORIGIN: "http://localhost:3000/",
  CLUSTERS_FILE: "clusters.yaml",
};

describe("parseEnv", () => {
  it("takes the rest from defaults, and an origin without its path", () => {
    expect(parseEnv(good)).toMatchObject({
      PORT: 4000,
      CONSOLE_ORIGIN: "http://localhost:3000",
      LOG_LEVEL: "info",
    });
  });

  it.each(["DATABASE_URL", "NEXTAUTH_SECRET", "CONSOLE_ORIGIN", "CLUSTERS_FILE"])(
    "names %s when it is missing",
    (name) => {
      expect(() => parseEnv({ ...good, [name]: "" })).toThrow(name);
    },
  );

  it("names every wrong variable, and prints no value", () => {
    const wrong = {
      ...good,
      NEXTAUTH_SECRET: "too-short",
      PORT: "http",
      DATABASE_URL: "mysql://user:pass@host",
    };
    expect(() => parseEnv(wrong)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /^(?=.*NEXTAUTH_SECRET)(?=.*PORT)(?=.*DATABASE_URL)(?!.*(too-short|http:|pass@))/,
        ),
      }),
    );
  });
});
