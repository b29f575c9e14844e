import { Editor, type EditorOptions } from "@tiptap/core";
import { EditorContent, useEditor } from "@tiptap/react";
import { App } from "antd";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";

import { sentence } from "../../errors";
import { useLanguage, useText } from "../../text/language";
import { useDesk, type Field, type Opened } from "./desk";
import { parseHTML, writeHTML } from "./html";
import { pasteInto, type PasteNote } from "../paste/paste";
import { noteText } from "../paste/notes";
import { PictureDialog } from "./picture-dialog";
import { fillPending, insertPending, picturesOf } from "./pictures";
import { extensions } from "./schema";
import { SoundDialog } from "./sound-dialog";

const FormulaDialog = lazy(() => import("./formula-dialog"));

/** What a text with gaps asks of the question around it. */
export interface Gaps {
  /** Makes a gap that the chosen text is the answer of; its letter, or null when there are too many. */
  add: (answer: string) => string | null;
  /** Shows the answers of a gap. */
  open: (id: string) => void;
}

export interface RichFieldProps {
  /** What the text is, for screen readers and above the toolbar. */
  label: string;
  /** HTML of the subset at the start; later changes come from typing only. */
  value: string;
  onChange: (html: string) => void;
  sounds?: boolean;
  /** Set where the text may have gaps. */
  gaps?: Gaps | null;
  className?: string;
  invalid?: boolean;
}

/** One text of a question: formulas, pictures, tables, sounds and gaps in it. */
export function RichField(props: RichFieldProps) {
  const { label, value, sounds = false, gaps = null } = props;
  const t = useText();
  const { language } = useLanguage();
  const { message, notification } = App.useApp();
  const { take } = useDesk();
  const [opened, setOpened] = useState<Opened | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const tellNotes = (notes: PasteNote[]) => {
    for (const note of notes) {
      const { title, body } = noteText(note, language);
      notification.warning({ key: note.kind, title, description: body, duration: 20 });
    }
  };
  const field = useRef<Field | null>(null);
  const addPictures = (editor: Editor, files: File[], pos?: number) => {
    const asked = files.length === 1 && pos === undefined;
    for (const file of files) {
      void fillPending(editor, insertPending(editor, pos), file).then(
        (at) => asked && at !== null && setOpened({ kind: "picture", pos: at }),
        (error: unknown) => void message.error(sentence(error, language), 6),
      );
    }
  };
  const act = useRef({ addPictures, tellNotes });
  useEffect(() => {
    act.current = { addPictures, tellNotes };
  });

  const options = useMemo<Partial<EditorOptions>>(() => {
    const here = () => field.current?.editor;
    return {
      extensions,
      content: parseHTML(value).toJSON() as object,
      enableInputRules: false,
      enablePasteRules: false,
      injectCSS: false,
      editorProps: {
        attributes: () => ({
          role: "textbox",
          "aria-multiline": "true",
          "aria-label": latest.current.label,
          ...(latest.current.invalid ? { "aria-invalid": "true" } : {}),
        }),
        handlePaste: (view, event) => {
          const editor = here();
          if (!editor || view.isDestroyed) return false;
          return pasteInto(editor, event, {
            pictures: (files) => act.current.addPictures(editor, files),
            notes: (notes) => act.current.tellNotes(notes),
          });
        },
        handleDrop: (view, event, _slice, moved) => {
          const files = picturesOf(event.dataTransfer?.files ?? []);
          const editor = here();
          if (moved || files.length === 0 || !editor) return false;
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
          act.current.addPictures(editor, files, at?.pos);
          return true;
        },
      },
      onUpdate: ({ editor }) => latest.current.onChange(writeHTML(editor.state.doc)),
      onFocus: () => take(field.current),
    };
    // The text belongs to the editor after the start; a new key makes a new field.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const editor = useEditor(options);

  useEffect(() => {
    const addGap = gaps === null ? null : () => makeGap(editor, gaps);
    field.current = {
      editor,
      label,
      sounds,
      addGap,
      open: setOpened,
      addPictures: (files) => act.current.addPictures(editor, files),
    };
  }, [editor, label, sounds, gaps]);

  useEffect(() => {
    const dom = editor.view.dom;
    const open = (e: Event) => {
      const pos = (e as CustomEvent<number>).detail;
      const node = editor.state.doc.nodeAt(pos);
      const kind = node?.type.name as Opened["kind"] | undefined;
      if (!node || !kind) return;
      if (node.type.name === "gap") latest.current.gaps?.open(String(node.attrs["id"]));
      else if (kind !== "picture" || node.attrs["hash"] !== "") setOpened({ kind, pos });
    };
    const keys = (e: KeyboardEvent) => {
      if (e.isComposing) return;
      if (e.altKey && e.key === "=") {
        e.preventDefault();
        setOpened({ kind: "formula", pos: null });
      }
      if (e.ctrlKey && e.shiftKey && e.key.toLowerCase() === "g" && field.current?.addGap) {
        e.preventDefault();
        field.current.addGap();
      }
      if (e.altKey && e.key === "F10") {
        e.preventDefault();
        document.querySelector<HTMLElement>(".kt-toolbar button:not(:disabled)")?.focus();
      }
    };
    dom.addEventListener("kt-open", open);
    dom.addEventListener("keydown", keys);
    return () => {
      dom.removeEventListener("kt-open", open);
      dom.removeEventListener("keydown", keys);
    };
  }, [editor]);

  useEffect(() => () => take((now) => (now === field.current ? null : now)), [take]);

  const close = () => {
    setOpened(null);
    editor.commands.focus();
  };
  return (
    <div className={`kt-rich ${props.invalid ? "kt-invalid" : ""} ${props.className ?? ""}`}>
      <EditorContent editor={editor} />
      {opened?.kind === "formula" && (
        <Suspense fallback={<span className="kt-note">{t("Đang mở…", "Opening…")}</span>}>
          <FormulaDialog editor={editor} pos={opened.pos} onClose={close} />
        </Suspense>
      )}
      {opened?.kind === "picture" && opened.pos !== null && (
        <PictureDialog editor={editor} pos={opened.pos} onClose={close} />
      )}
      {opened?.kind === "sound" && <SoundDialog editor={editor} pos={opened.pos} onClose={close} />}
    </div>
  );
}

/** Puts a gap in the place of what is chosen. */
function makeGap(editor: Editor, gaps: Gaps): void {
  const { from, to } = editor.state.selection;
  const id = gaps.add(editor.state.doc.textBetween(from, to, " ").trim());
  if (id === null) return;
  editor.chain().focus().insertContent({ type: "gap", attrs: { id } }).run();
}
