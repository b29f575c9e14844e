import { Checkbox, Flex, Segmented, Switch } from "antd";
import { useState, type KeyboardEvent } from "react";

import { Nothing } from "../parts/async";
import { useLanguage, useText } from "../text/language";
import { ActionBar } from "./action-bar";
import type { Kind, Powers } from "./actions";
import type { LiveSeat, Room } from "./live";
import { SeatCard } from "./seat-card";
import { filters, inOrder, passes, problemsFirst, type Filter } from "./seats";
import { filterNames } from "./words";

interface Props {
  room: Room;
  withRoom: boolean;
  powers: Powers | undefined;
  onAct: (kind: Kind, seats: LiveSeat[]) => void;
  onPick: (attempt: string) => void;
}

/** The seats, filtered and in order; some of them selected to act upon. */
export function SeatGrid({ room, withRoom, powers, onAct, onPick }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const state = room.sitting.state;
  const [filter, setFilter] = useState<Filter>(
    withRoom && room.seats.length > 60 ? "attention" : "all",
  );
  const [first, setFirst] = useState(true);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const mayAct = (powers?.powers.length ?? 0) > 0 && state !== "open";
  const ordered = inOrder(room.seats.filter((s) => passes(s, filter, state)));
  const shown = first ? problemsFirst(ordered, state) : ordered;
  const chosen = room.seats.filter((s) => selected.has(s.attempt));

  const select = (attempt: string, on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(attempt);
    else next.delete(attempt);
    setSelected(next);
  };
  const selectAll = (on: boolean) =>
    setSelected(on ? new Set(shown.map((s) => s.attempt)) : new Set());
  const onKeyDown = (e: KeyboardEvent<HTMLDivElement>) => {
    if (moveFocus(e)) return;
    const attempt = (e.target as HTMLElement).dataset.attempt;
    if (e.key === "Escape") setSelected(new Set());
    else if (!mayAct) return;
    else if (e.key === " " && attempt !== undefined) select(attempt, !selected.has(attempt));
    else if (e.key === "a" && (e.ctrlKey || e.metaKey)) selectAll(true);
    else return;
    e.preventDefault();
  };

  return (
    <>
      <Flex wrap gap={12} align="center" className="kt-gap kt-grid-head">
        <Segmented
          value={filter}
          onChange={setFilter}
          options={filters.map((f) => ({
            value: f,
            label: `${filterNames[f][language]} ${room.seats.filter((s) => passes(s, f, state)).length}`,
          }))}
        />
        <label className="kt-switch">
          <Switch size="small" checked={first} onChange={setFirst} />
          {t("Chỗ cần chú ý lên trước", "Problems first")}
        </label>
        {mayAct && shown.length > 0 && (
          <Checkbox
            checked={shown.every((s) => selected.has(s.attempt))}
            indeterminate={chosen.length > 0 && !shown.every((s) => selected.has(s.attempt))}
            onChange={(e) => selectAll(e.target.checked)}
          >
            {t("Chọn tất cả", "Select all")}
          </Checkbox>
        )}
      </Flex>
      {chosen.length > 0 && (
        <div className="kt-act-sticky">
          <ActionBar
            seats={chosen}
            actions={room.actions}
            powers={powers}
            onAct={onAct}
            onClear={() => setSelected(new Set())}
          />
        </div>
      )}
      {shown.length === 0 && (
        <Nothing>
          {filter === "attention"
            ? t("Không có chỗ nào cần chú ý.", "No seat needs attention.")
            : t("Không có chỗ nào.", "No seat.")}
        </Nothing>
      )}
      <div
        className="kt-seats"
        onKeyDown={onKeyDown}
        role="group"
        aria-label={t("Chỗ ngồi", "Seats")}
      >
        {shown.map((s) => (
          <SeatCard
            key={s.attempt}
            seat={s}
            sitting={state}
            withRoom={withRoom}
            selected={mayAct ? selected.has(s.attempt) : undefined}
            onSelect={(on) => select(s.attempt, on)}
            onPick={() => onPick(s.attempt)}
          />
        ))}
      </div>
    </>
  );
}

/** Moves between the cards with the arrow keys; says whether it did. */
function moveFocus(e: KeyboardEvent<HTMLDivElement>): boolean {
  if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(e.key)) return false;
  const cards = [...e.currentTarget.querySelectorAll<HTMLElement>("[data-attempt]")];
  const at = cards.indexOf(e.target as HTMLElement);
  if (at < 0) return false;
  const top = (card: HTMLElement | undefined) => card?.getBoundingClientRect().top;
  const columns = Math.max(1, cards.filter((c) => top(c) === top(cards[0])).length);
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[e.key] ?? 0;
  cards[at + step]?.focus();
  e.preventDefault();
  return true;
}
