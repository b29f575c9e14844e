import { Radio } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { useText } from "../text/language";
import { useApi, type Loaded } from "../use-api";
import type { Intent } from "./action-dialog";
import { placeText } from "./words";

type Sound = Schema["LimitedSoundView"];

/** The sounds of one candidate, of which one may be heard again. */
export interface Sounds {
  list: Loaded<Sound[]>;
  /** Of several candidates all are meant: there is nothing to choose. */
  shown: boolean;
  ready: boolean;
  chosen: { sound?: string };
  choose: (sound: string) => void;
}

/** Reads the sounds of the candidate whom a replay is for; an only one is chosen already. */
export function useSounds(sitting: string, intent: Intent): Sounds {
  const [sound, choose] = useState<string>();
  const [only, second] = intent.people;
  const attempt = second === undefined ? (only?.attempt ?? "") : "";
  const shown = intent.kind === "replay" && attempt !== "";
  const list = useApi(
    `sounds ${attempt}`,
    () =>
      ok(
        api.GET("/api/live/sittings/{id}/attempts/{attempt}/sounds", {
          params: { path: { id: sitting, attempt } },
        }),
      ).then((d) => d.sounds),
    { skip: !shown },
  );
  const single = list.data?.length === 1 ? list.data[0]?.sound : undefined;
  const of = sound ?? single;
  return {
    list,
    shown,
    ready: !shown || of !== undefined,
    chosen: of === undefined ? {} : { sound: of },
    choose,
  };
}

/** Which sound: by its place on the candidate's paper, with what was heard of it. */
export function SoundChoice({ of }: { of: Sounds }) {
  const t = useText();
  const heard = (s: Sound) =>
    t(
      `đã nghe ${s.started}/${s.plays + s.given} lượt`,
      `heard ${s.started} of ${s.plays + s.given}`,
    );
  return (
    <div className="kt-act-minutes">
      <span className="kt-act-label">{t("Bài nghe nào", "Which sound")}</span>
      <Async of={of.list}>
        {(list) => (
          <Radio.Group
            vertical
            value={of.chosen.sound}
            onChange={(e) => of.choose(String(e.target.value))}
            options={list.map((s) => ({
              value: s.sound,
              label: `${placeText(s, t)}: ${heard(s)}`,
            }))}
          />
        )}
      </Async>
    </div>
  );
}
