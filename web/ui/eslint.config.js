import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import globals from "globals";
import ts from "typescript-eslint";

const staffOnly = [
  "antd",
  "antd/*",
  "@ant-design/*",
  "react-router",
  "openapi-fetch",
  "**/staff/*",
  "**/staff/**",
];

export default ts.config(
  { ignores: ["dist/", "node_modules/", "src/**/*.gen.ts"] },
  js.configs.recommended,
  {
    files: ["{src,e2e}/**/*.{ts,tsx}", "vite.config.ts", "vitest.e2e.config.ts"],
    extends: [ts.configs.strictTypeChecked, hooks.configs.flat.recommended],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-console": "error",
    },
  },
  {
    // What a candidate loads stays small: no component library, nothing of the staff pages.
    files: ["src/candidate/**", "src/shared/**"],
    rules: { "no-restricted-imports": ["error", { patterns: staffOnly }] },
  },
  {
    // The library's icons bring English names; ours are silent beside words.
    files: ["src/staff/**"],
    ignores: ["src/staff/parts/icons.tsx"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: ["@ant-design/icons", "@ant-design/icons/*"] },
      ],
    },
  },
  {
    files: ["scripts/**/*.mjs", "eslint.config.js"],
    languageOptions: { globals: globals.node },
  },
);
