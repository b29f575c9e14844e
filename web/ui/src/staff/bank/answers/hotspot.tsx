import { Button, Flex, Form, Input, InputNumber, Radio, Upload } from "antd";
import { useState } from "react";

import { upload } from "../../api";
import { PictureOutlined } from "../../parts/icons";
import { newID, type Area, type Option } from "../body";
import { pictureURL } from "../html";
import { useText } from "../../text/language";
import { useAction } from "../../use-action";
import { AreaCanvas, type Shape } from "./area-canvas";
import { AreaTable } from "./area-table";
import { setKey, setQuestion, type Edit } from "./edit";
import { Problems } from "./problems";

/** An area while it is edited: an option of its own, or a place where a point is right. */
export interface Spot {
  id: string;
  area: Area;
  html: string;
  right: boolean;
}

/** The areas of a hotspot: options where areas are chosen, else where points are right. */
function spotsOf(edit: Edit): Spot[] {
  const { question, key } = edit.body;
  if (isChosen(edit)) {
    return (question.options ?? []).flatMap((o) =>
      o.area
        ? [{ id: o.id, area: o.area, html: o.html, right: key.options?.includes(o.id) ?? false }]
        : [],
    );
  }
  return (key.areas ?? []).map((area, i) => ({ id: String(i), area, html: "", right: true }));
}

function isChosen(edit: Edit): boolean {
  return (edit.body.question.options ?? []).some((o) => o.area);
}

/** Places on a picture, drawn with the mouse or written as numbers. */
export function Hotspot({ edit }: { edit: Edit }) {
  const t = useText();
  const { question } = edit.body;
  const [shape, setShape] = useState<Shape>("rect");
  const [chosenFirst, setChosenFirst] = useState(isChosen(edit));
  const spots = spotsOf(edit);
  const chosen = spots.length > 0 ? isChosen(edit) : chosenFirst;
  const put = (next: Spot[], asChosen = chosen) => {
    edit.change((b) => {
      const options: Option[] = next.map((s) => ({ id: s.id, html: s.html, area: s.area }));
      const plain = (b.question.options ?? []).filter((o) => !o.area);
      return {
        ...b,
        question: { ...b.question, options: asChosen ? options : plain },
        key: asChosen
          ? { ...b.key, areas: [], options: next.filter((s) => s.right).map((s) => s.id) }
          : { ...b.key, areas: next.filter((s) => s.right).map((s) => s.area) },
      };
    });
  };
  const add = (area: Area) => put([...spots, { id: newID(), area, html: "", right: !chosen }]);
  return (
    <>
      <Form.Item label={t("Hình", "Picture")}>
        <PicturePick edit={edit} />
        <Problems of="image" />
      </Form.Item>
      {question.image && (
        <Form.Item label={t("Các vùng trên hình", "Areas on the picture")}>
          <Flex gap={12} wrap align="center" className="kt-row">
            <Radio.Group
              value={chosen}
              aria-label={t("Cách trả lời", "How it is answered")}
              onChange={(e) => {
                const next = e.target.value as boolean;
                setChosenFirst(next);
                // Of a place where any point is right nothing but right areas is known.
                put(
                  spots.map((s) => ({ ...s, id: newID() })),
                  next,
                );
              }}
              options={[
                {
                  value: false,
                  label: t("Thí sinh bấm vào chỗ bất kì", "Candidates point anywhere"),
                },
                {
                  value: true,
                  label: t("Thí sinh chọn một số vùng vẽ sẵn", "Candidates choose areas shown"),
                },
              ]}
            />
            {!chosen && (
              <label>
                {t("Số điểm phải đánh dấu ", "Points to mark ")}
                <InputNumber
                  min={1}
                  max={26}
                  value={question.points ?? 1}
                  onChange={(n) => setQuestion(edit, () => ({ points: n ?? 1 }))}
                />
              </label>
            )}
          </Flex>
          <Radio.Group
            size="small"
            optionType="button"
            aria-label={t("Hình dạng vùng mới", "Shape of a new area")}
            value={shape}
            onChange={(e) => setShape(e.target.value as Shape)}
            options={[
              { value: "rect", label: t("Chữ nhật", "Rectangle") },
              { value: "ellipse", label: t("Bầu dục", "Ellipse") },
              { value: "poly", label: t("Đa giác", "Polygon") },
            ]}
          />
          <AreaCanvas
            image={question.image}
            spots={spots}
            shape={shape}
            onAdd={add}
            onMove={(i, area) => put(spots.map((s, k) => (k === i ? { ...s, area } : s)))}
          />
          <AreaTable image={question.image} spots={spots} chosen={chosen} onChange={put} />
          <Problems of="points" />
          <Problems of="options" />
          <Problems of="key" />
        </Form.Item>
      )}
    </>
  );
}

/** The picture itself, and what it shows in words. */
function PicturePick({ edit }: { edit: Edit }) {
  const t = useText();
  const { busy, run } = useAction();
  const { image } = edit.body.question;
  const take = async (file: File) => {
    const made = await run(() => upload<{ hash: string }>("/api/item-pictures", file));
    if (!made) return;
    const size = await sizeOf(pictureURL(made.hash));
    // Areas count in the pixels of the old picture: they do not fit another one.
    setQuestion(edit, (q) => ({
      image: { media: made.hash, alt: q.image?.alt ?? "", ...size },
      options: [],
    }));
    setKey(edit, () => ({ areas: [], options: [] }));
  };
  return (
    <Flex gap={8} wrap align="center">
      <Upload
        accept="image/png,image/jpeg,image/gif"
        showUploadList={false}
        beforeUpload={(f: File) => {
          void take(f);
          return false;
        }}
      >
        <Button icon={<PictureOutlined />} loading={busy}>
          {image
            ? t("Đổi hình (vẽ lại các vùng)", "Another picture (areas anew)")
            : t("Tải hình lên", "Upload")}
        </Button>
      </Upload>
      {image && (
        <Input
          className="kt-grow"
          aria-label={t("Mô tả hình bằng lời", "What the picture shows")}
          placeholder={t("Mô tả hình bằng lời", "What the picture shows")}
          value={image.alt ?? ""}
          onChange={(e) => setQuestion(edit, () => ({ image: { ...image, alt: e.target.value } }))}
        />
      )}
    </Flex>
  );
}

function sizeOf(src: string): Promise<{ width: number; height: number }> {
  return new Promise((resolve) => {
    const img = new Image();
    img.onload = () => resolve({ width: img.naturalWidth, height: img.naturalHeight });
    img.onerror = () => resolve({ width: 0, height: 0 }); // the check says that there is no picture
    img.src = src;
  });
}
