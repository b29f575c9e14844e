import { Button, Flex, Input } from "antd";

import { DeleteOutlined, PlusOutlined } from "../parts/icons";
import { useText } from "../text/language";
import { newTrack, withoutTrack, type FormView } from "./parts";

type Part = FormView["parts"][number];

interface Props {
  part: Part;
  locked: boolean;
  onChange: (part: Partial<Part>) => void;
}

/** The tracks of a part ("do one of two"): their names; each question says which it belongs to. */
export function TrackEditor({ part, locked, onChange }: Props) {
  const t = useText();
  const { tracks } = part;
  if (locked && tracks.length === 0) return null;
  return (
    <div className="kt-tracks">
      {tracks.length > 0 && (
        <p className="kt-note">
          {t(
            "Phần riêng: thí sinh làm các câu chung và một trong các phần này. Các phần có số câu bằng nhau, câu của mỗi phần đứng liền nhau.",
            "Tracks: a candidate does the common questions and one of these. Each has as many questions, which stand together.",
          )}
        </p>
      )}
      <Flex gap={8} wrap>
        {tracks.map((track, i) => (
          <Flex key={track.id} gap={4} align="center">
            <Input
              aria-label={t(`Tên phần riêng ${i + 1}`, `Name of track ${i + 1}`)}
              placeholder={t("Tên phần riêng", "Name")}
              value={track.title}
              maxLength={200}
              onChange={(e) =>
                onChange({
                  tracks: tracks.map((x, k) => (k === i ? { ...x, title: e.target.value } : x)),
                })
              }
            />
            {!locked && (
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t(`Xoá phần riêng ${i + 1}`, `Remove track ${i + 1}`)}
                onClick={() => onChange(withoutTrack(part, track.id))}
              />
            )}
          </Flex>
        ))}
        {!locked && tracks.length < 6 && (
          <Button
            size="small"
            type="dashed"
            icon={<PlusOutlined />}
            onClick={() => onChange({ tracks: [...tracks, newTrack(tracks)] })}
          >
            {t("Thêm phần riêng", "Add a track")}
          </Button>
        )}
      </Flex>
    </div>
  );
}
