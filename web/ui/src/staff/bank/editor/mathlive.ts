import type { MathfieldElement } from "mathlive";

let loading: Promise<typeof MathfieldElement> | null = null;

/**
 * Fetches MathLive once, when the first formula is written. Fonts come from
 * our own build and nothing makes a sound: no other host is asked for anything.
 */
export function loadMathLive(): Promise<typeof MathfieldElement> {
  loading ??= Promise.all([import("mathlive"), import("mathlive/fonts.css")]).then(
    ([{ MathfieldElement: field }]) => {
      field.fontsDirectory = null;
      field.soundsDirectory = null;
      field.keypressVibration = false;
      field.decimalSeparator = ",";
      field.strings = { vi: names };
      field.locale = "vi";
      return field;
    },
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** What the formula keyboard says in Vietnamese. */
const names = {
  "keyboard.tooltip.symbols": "Ký hiệu",
  "keyboard.tooltip.greek": "Chữ Hi Lạp",
  "keyboard.tooltip.numeric": "Số",
  "keyboard.tooltip.alphabetic": "Chữ cái",
  "tooltip.copy to clipboard": "Chép",
  "tooltip.cut to clipboard": "Cắt",
  "tooltip.paste from clipboard": "Dán",
  "tooltip.redo": "Làm lại",
  "tooltip.toggle virtual keyboard": "Bàn phím công thức",
  "tooltip.menu": "Bảng chọn",
  "tooltip.undo": "Hoàn tác",
};
