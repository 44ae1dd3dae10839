/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  cacheComponents: false,
  images: { unoptimized: true },
  // `npm run check` checks the types; the first start stays short.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  devIndicators: false,
};

export default config;
