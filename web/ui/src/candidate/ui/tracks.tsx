import type { Attempt } from "../engine/attempt";
import type { Snapshot } from "../engine/snapshot";
import { chosenTrack, trackField, trackState } from "../paper/tracks";
import type { Part, Placed } from "../paper/types";
import { useLanguage } from "../text/language";

interface ChoiceProps {
  attempt: Attempt;
  snapshot: Snapshot;
  part: Part;
  /** Names the group where a page shows it twice. */
  place: "list" | "question";
}

/** The tracks of a part: one is chosen, and may be changed until the end. */
export function TrackChoice({ attempt, snapshot, part, place }: ChoiceProps) {
  const { t } = useLanguage();
  const chosen = chosenTrack(part, snapshot.fields);
  const field = trackField(part);
  return (
    <fieldset className={`track-choice in-${place}`} disabled={!snapshot.inputOpen}>
      <legend>{t(chosen ? "track.chosen" : "track.choose")}</legend>
      <div className="track-options">
        {part.tracks?.map((track) => (
          <label key={track.id} className={`track-option${chosen === track ? " on" : ""}`}>
            <input
              type="radio"
              name={`${place}-${field}`}
              checked={chosen === track}
              onChange={() => attempt.answer(field, track.id)}
            />
            <span>{track.title}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Above a question of a track: which it is, and the choice where there is still one to make. */
export function TrackNote({
  attempt,
  snapshot,
  placed,
}: Omit<ChoiceProps, "part" | "place"> & { placed: Placed }) {
  const { t } = useLanguage();
  const track = placed.part.tracks?.find((x) => x.id === placed.question.track);
  if (!track) return null;
  const state = trackState(placed, snapshot.fields);
  if (state === "open") return <p className="track-name">{track.title}</p>;
  return (
    <section className="track-note" aria-label={t("track.choose")}>
      <p>
        <strong>{t("track.belongs", { track: track.title })}</strong>{" "}
        {t(state === "undecided" ? "track.undecided" : "track.folded")}
      </p>
      <TrackChoice {...{ attempt, snapshot }} part={placed.part} place="question" />
    </section>
  );
}
