import { Button, Checkbox, Flex, Input, InputNumber } from "antd";

import { DeleteOutlined, PlusOutlined } from "../../parts/icons";
import { newID } from "../body";
import { bankText } from "../plain";
import { useText } from "../../text/language";
import { capital } from "../words";
import { coordNames } from "./area";
import type { Spot } from "./hotspot";
import { Problems } from "./problems";

interface Props {
  image: { width: number; height: number };
  spots: Spot[];
  /** Whether areas are shown to candidates, who choose among them. */
  chosen: boolean;
  onChange: (spots: Spot[]) => void;
}

/** The areas as numbers in pixels of the picture: all that the mouse can do, by keyboard. */
export function AreaTable({ image, spots, chosen, onChange }: Props) {
  const t = useText();
  const change = (i: number, part: Partial<Spot>) =>
    onChange(spots.map((s, k) => (k === i ? { ...s, ...part } : s)));
  const middle = () => {
    const [w, h] = [Math.max(4, image.width >> 2), Math.max(4, image.height >> 2)];
    const [x, y] = [(image.width - w) >> 1, (image.height - h) >> 1];
    onChange([
      ...spots,
      {
        id: newID(),
        area: { shape: "rect", coords: [x, y, x + w, y + h] },
        html: "",
        right: !chosen,
      },
    ]);
  };
  return (
    <>
      {spots.map((s, i) => (
        <div key={s.id} className="kt-answer-row">
          <Flex gap={8} wrap align="center">
            <b>{capital(i)}</b>
            {chosen && (
              <>
                <Checkbox
                  checked={s.right}
                  onChange={(e) => change(i, { right: e.target.checked })}
                  aria-label={t(`Vùng ${capital(i)} đúng`, `Area ${capital(i)} is right`)}
                >
                  {t("đúng", "right")}
                </Checkbox>
                <Input
                  className="kt-area-name"
                  aria-label={t(`Tên vùng ${capital(i)}`, `Name of area ${capital(i)}`)}
                  placeholder={t("Tên vùng cho trình đọc màn hình", "Name for screen readers")}
                  defaultValue={bankText(s.html, 200)}
                  onChange={(e) => change(i, { html: asText(e.target.value) })}
                />
              </>
            )}
            {s.area.coords.map((c, n) => (
              <InputNumber
                key={n}
                size="small"
                className="kt-coord"
                min={0}
                max={Math.max(image.width, image.height)}
                aria-label={`${capital(i)} ${coordNames(s.area.shape)[n] ?? `${n % 2 === 0 ? "x" : "y"}${(n >> 1) + 1}`}`}
                title={coordNames(s.area.shape)[n] ?? ""}
                value={c}
                onChange={(v) =>
                  change(i, {
                    area: {
                      shape: s.area.shape,
                      coords: s.area.coords.map((x, k) => (k === n ? Math.round(v ?? 0) : x)),
                    },
                  })
                }
              />
            ))}
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t(`Xoá vùng ${capital(i)}`, `Remove area ${capital(i)}`)}
              onClick={() => onChange(spots.filter((_, k) => k !== i))}
            />
          </Flex>
          {chosen && <Problems of={`option ${capital(i)}`} />}
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={middle}>
        {t("Thêm vùng ở giữa hình", "Add an area in the middle")}
      </Button>
    </>
  );
}

/** Text as HTML of the subset. */
function asText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
