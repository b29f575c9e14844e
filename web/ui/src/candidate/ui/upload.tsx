import { useRef, useState } from "react";
import type { UploadQuestion } from "../paper/types";
import { useLanguage } from "../text/language";
import type { TextKey } from "../text/vi";
import { useUploads } from "../upload/context";
import { typeAllowed, type UploadState } from "../upload/desk";
import type { ControlProps } from "./choices";

/** The name in a stored value: what stands behind the second colon. */
export function uploadName(value: string): string {
  return value.replace(/^[0-9a-f]+:\d+:/, "");
}

const failures: Record<string, TextKey> = {
  "upload.too_large": "upload.too_large",
  "upload.type": "upload.type",
  "upload.closed": "upload.closed",
  "upload.too_many": "upload.too_many",
  "upload.empty": "upload.empty",
  "upload.unreadable": "upload.unreadable",
};

function size(bytes: number): string {
  if (bytes >= 1 << 20) return `${(bytes / (1 << 20)).toFixed(1).replace(/\.0$/, "")} MB`;
  return `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

/** A file is chosen or dropped; it counts once it is stored. */
export function Upload({ question, value, answer, disabled }: ControlProps<UploadQuestion>) {
  const { t } = useLanguage();
  const desk = useUploads();
  const input = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState("");
  const [over, setOver] = useState(false);
  const { field, types } = question;
  const limit = question.bytes ?? 0;
  const now = value(field);
  const state = desk?.state(field);
  const take = (file: File | undefined) => {
    if (!file || disabled) return;
    const code =
      file.size === 0
        ? "upload.empty"
        : limit > 0 && file.size > limit
          ? "upload.too_large"
          : typeAllowed(file.name, types)
            ? ""
            : "upload.type";
    setRefused(code);
    if (!code) void desk?.start(field, file);
    if (input.current) input.current.value = "";
  };
  const code = refused || (state?.step === "failed" ? state.code : "");
  const going = state && state.step !== "stored" && state.step !== "failed";
  return (
    <div
      className={`upload${over ? " over" : ""}`}
      onDragOver={(e) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault();
        setOver(false);
        take(e.dataTransfer.files[0]);
      }}
    >
      <label htmlFor="upload-file" className="field-name">
        {t("upload.choose")}
      </label>
      <input
        ref={input}
        id="upload-file"
        type="file"
        disabled={disabled}
        accept={types?.map((x) => `.${x}`).join(",")}
        aria-describedby="upload-rule upload-state"
        onChange={(e) => take(e.target.files?.[0])}
      />
      <p className="hint" id="upload-rule">
        {[
          types?.length ? t("upload.types", { types: types.join(", ") }) : "",
          limit > 0 ? t("upload.limit", { size: size(limit) }) : "",
        ]
          .filter(Boolean)
          .join(" ")}
      </p>
      {going && (
        <p className="upload-going">
          <progress value={state.share} max={1} /> {state.name} ({Math.floor(state.share * 100)}%){" "}
          <button type="button" className="button small" onClick={() => desk?.cancel(field)}>
            {t("upload.cancel")}
          </button>
        </p>
      )}
      {now && (
        <p className="upload-done">
          <strong>{uploadName(now)}</strong>{" "}
          <button
            type="button"
            className="button small"
            disabled={disabled || going}
            onClick={() => answer(field, "")}
          >
            {t("upload.remove")}
          </button>
        </p>
      )}
      <p
        className={code ? "problem" : now && !going ? "stored" : "hint"}
        id="upload-state"
        role="status"
      >
        {code
          ? t(failures[code] ?? "upload.failed", {
              size: size(limit),
              types: (types ?? []).join(", "),
            })
          : t(stateText(state, now))}
      </p>
    </div>
  );
}

function stateText(state: UploadState | undefined, now: string): TextKey {
  switch (state?.step) {
    case "reading":
      return "upload.reading";
    case "sending":
      return "upload.sending";
    case "waiting":
      return "upload.waiting";
    default:
      return now ? "upload.stored" : "upload.none";
  }
}
