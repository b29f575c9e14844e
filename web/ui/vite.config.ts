import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The server that `npm run dev` passes API calls on to: `khaothi serve` or `khaothi demo`.
const backend = process.env.KHAOTHI_DEV_BACKEND ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      "/api": { target: backend },
      "/papers": { target: backend },
      "/ws": { target: backend, ws: true },
    },
  },
  build: {
    // Schools run old machines; the candidate's page must open in Chrome 87.
    target: "chrome87",
    cssTarget: "chrome87",
    // The content security policy allows no data: scripts or styles.
    assetsInlineLimit: 0,
    // scripts/size.mjs reads the manifest.
    manifest: true,
    emptyOutDir: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: { staff: "index.html", candidate: "thi.html" },
    },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
    restoreMocks: true,
    testTimeout: 30_000, // ends what hangs; how fast something is, a test does not say
  },
});
