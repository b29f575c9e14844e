import { defineConfig } from "vitest/config";

// Browser tests on bin/khaothi: `npm run e2e`. They need Chromium and `make build`.
export default defineConfig({
  test: {
    environment: "node",
    include: ["e2e/**/*.e2e.ts"],
    fileParallelism: false,
    // One story: what fails early makes the rest meaningless.
    bail: 1,
  },
});
