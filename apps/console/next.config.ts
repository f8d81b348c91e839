import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants";

/**
 * Who takes Brotli is sent the copy that `src/build/compress-static.ts` made of a script or style sheet; Next by itself
 * knows gzip only. A `br` with a quality is not looked into: gzip is then right as well. The headers go by the address
 * that was asked for, so a file of an earlier build is answered with a 404 that claims Brotli: it loads as little.
 */
const brotli: Pick<NextConfig, "headers" | "rewrites"> = {
  headers: async () =>
    Object.entries({ js: "application/javascript", css: "text/css" }).map(([extension, type]) => ({
      source: `/_next/static/:path*.${extension}`,
      has: takesBrotli,
      headers: [
        { key: "content-encoding", value: "br" },
        { key: "content-type", value: `${type}; charset=UTF-8` },
        { key: "vary", value: "accept-encoding" },
      ],
    })),
  rewrites: async () => ({
    beforeFiles: ["js", "css"].map((extension) => ({
      source: `/_next/static/:path*.${extension}`,
      has: takesBrotli,
      destination: `/_next/static/:path*.${extension}.br`,
    })),
    afterFiles: [],
    fallback: [],
  }),
};
const takesBrotli = [
  { type: "header" as const, key: "accept-encoding", value: "(?:.*[,\\s])?br(?:\\s*,.*)?" },
];

/**
 * Holds nothing of the environment: one build serves every installation. Where ops-server is, is read on each
 * request by `src/proxy.ts`, because a `rewrites()` entry would be written into the build's routes manifest.
 */
const config: NextConfig = {
  transpilePackages: ["@horizon/contracts", "@horizon/errors"],
  poweredByHeader: false,
  reactStrictMode: true,
  // For whoever reads stack traces; `src/build/separate-source-maps.ts` takes them out of what is served.
  productionBrowserSourceMaps: true,
  // The gates type-check the whole repository; a second pass here would only slow the first start.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ["radix-ui", "lucide-react"] },
};

/** A development server makes no copies. */
export default (phase: string): NextConfig =>
  phase === PHASE_DEVELOPMENT_SERVER ? config : { ...config, ...brotli };
