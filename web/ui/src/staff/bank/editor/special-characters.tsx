import { Button, Popover } from "antd";
import { useState } from "react";

import { useText } from "../../text/language";
import { Tool } from "./tool";

// What school papers use outside formulas.
const groups = [
  "° ′ ″ ± × ÷ · ≈ ≠ ≤ ≥ ∞ √ π Δ",
  "α β γ δ ε θ λ μ ρ σ φ ω Ω Σ Φ",
  "→ ⇌ ← ↑ ↓ ⇒ ⇔ ↔ ∈ ∉ ⊂ ∪ ∩ ∅ ∀",
  "⁺ ⁻ ⁰ ¹ ² ³ ⁴ ½ ⅓ ¼ ¾ ‰ € £ ℃",
  "“ ” ‘ ’ « » – — … • § © æ ə ʃ",
];

/** Characters that a keyboard lacks. */
export function SpecialCharacters({ onPick }: { onPick: (character: string) => void }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      content={
        <div className="kt-characters">
          {groups.flatMap((g) =>
            g.split(" ").map((c) => (
              <Button
                key={c}
                size="small"
                type="text"
                onMouseDown={(e) => e.preventDefault()}
                onClick={() => {
                  onPick(c);
                  setOpen(false);
                }}
              >
                {c}
              </Button>
            )),
          )}
        </div>
      }
    >
      <span>
        <Tool label={t("Ký tự đặc biệt", "Special characters")} icon={<span>Ω</span>} />
      </span>
    </Popover>
  );
}
