import type { Editor } from "@tiptap/core";
import {
  createContext,
  useContext,
  useMemo,
  useState,
  type Dispatch,
  type ReactNode,
  type SetStateAction,
} from "react";

/** Which dialog a field has open, and on which piece of its text; null: a new one. */
export interface Opened {
  kind: "formula" | "picture" | "sound";
  pos: number | null;
}

/** A text on the desk: its editor, and what may stand in it. */
export interface Field {
  editor: Editor;
  label: string;
  /** Sounds belong to the question and its stimulus only. */
  sounds: boolean;
  /** Makes a gap of what is chosen; only the stem of a cloze has gaps. */
  addGap: (() => void) | null;
  open: (what: Opened) => void;
  addPictures: (files: File[]) => void;
}

interface Desk {
  /** The text that the tools work on: the one that last had the focus. */
  field: Field | null;
  take: Dispatch<SetStateAction<Field | null>>;
}

const Context = createContext<Desk>({ field: null, take: () => undefined });

/** The page that several texts share with one set of tools. */
export function EditorDesk({ children }: { children: ReactNode }) {
  const [field, take] = useState<Field | null>(null);
  const desk = useMemo(() => ({ field, take }), [field]);
  return <Context.Provider value={desk}>{children}</Context.Provider>;
}

/** The desk of this page. */
export function useDesk(): Desk {
  return useContext(Context);
}
