import type { ThemeConfig } from "antd";

/** The colours of the house. Pages take them from here or from antd's tokens. */
export const palette = {
  navy: "#123257",
  navyDeep: "#0b2341",
  blue: "#1d5fa8",
  sky: "#dbe9f8",
  paper: "#f3f5f9",
  ink: "#1c2733",
  good: "#1a7f4b",
  warn: "#b76e00",
  bad: "#b3261e",
};

export const fontFamily =
  '"Be Vietnam Pro", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';

export const theme: ThemeConfig = {
  token: {
    colorPrimary: palette.blue,
    colorInfo: palette.blue,
    colorSuccess: palette.good,
    colorWarning: palette.warn,
    colorError: palette.bad,
    colorSuccessBg: "#e8f6ee",
    colorSuccessBorder: "#a9dbc0",
    colorWarningBg: "#fff6e5",
    colorWarningBorder: "#f0cf94",
    colorErrorBg: "#fdeeec",
    colorErrorBorder: "#f0b8b3",
    colorInfoBg: "#ebf3fc",
    colorInfoBorder: "#b5d2f1",
    colorTextBase: palette.ink,
    colorBgLayout: palette.paper,
    colorTextSecondary: "#5b6b80",
    colorTextDescription: "#5b6b80",
    borderRadius: 8,
    fontFamily,
    fontSize: 14,
    controlHeight: 36,
    wireframe: false,
  },
  components: {
    Layout: {
      siderBg: palette.navy,
      headerBg: "#ffffff",
      headerHeight: 56,
      headerPadding: "0 20px",
      bodyBg: palette.paper,
    },
    Menu: {
      darkItemBg: "transparent",
      darkSubMenuItemBg: "transparent",
      darkItemSelectedBg: "rgba(255,255,255,0.14)",
      darkItemHoverBg: "rgba(255,255,255,0.08)",
      darkItemColor: "rgba(255,255,255,0.82)",
      itemHeight: 42,
      itemBorderRadius: 8,
    },
    Table: { headerBg: "#eef2f7", headerColor: "#41526a", cellPaddingBlockMD: 10 },
    Card: { headerFontSize: 15 },
  },
};
