import type { NextConfig } from "next";

/**
 * Holds nothing of the environment: one build serves every installation. Where ops-server is, is read on each
 * request by `src/proxy.ts`, because a `rewrites()` entry would be written into the build's routes manifest.
 */
const config: NextConfig = {
  transpilePackages: ["@horizon/contracts", "@horizon/errors"],
  poweredByHeader: false,
  reactStrictMode: true,
  // The gates type-check the whole repository; a second pass here would only slow the first start.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ["radix-ui", "lucide-react"] },
};

export default config;
