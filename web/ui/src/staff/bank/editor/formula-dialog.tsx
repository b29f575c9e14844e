import type { Editor } from "@tiptap/core";
import { Alert, Input, Modal, Radio } from "antd";
import type { MathfieldElement } from "mathlive";
import { useEffect, useRef, useState } from "react";

import { useText } from "../../text/language";
import { loadDrawFormula } from "./draw-formula";
import { plainLatex } from "./latex";
import { loadMathLive } from "./mathlive";

interface Props {
  editor: Editor;
  pos: number | null;
  onClose: () => void;
}

/** Writes a formula: by keys and on-screen keyboard on top, as LaTeX below, drawn as candidates see it. */
export default function FormulaDialog({ editor, pos, onClose }: Props) {
  const t = useText();
  const node = pos === null ? null : editor.state.doc.nodeAt(pos);
  const [latex, setLatex] = useState(String(node?.attrs["latex"] ?? ""));
  const [display, setDisplay] = useState(node?.attrs["display"] === true);
  const [problem, setProblem] = useState("");
  const done = () => {
    onClose();
    const text = latex.trim();
    const attrs = { latex: text, display };
    const chain = editor.chain().focus();
    if (pos === null) {
      if (text !== "") chain.insertContent({ type: "formula", attrs }).run();
      return;
    }
    const range = { from: pos, to: pos + 1 };
    if (text === "") chain.deleteRange(range).run();
    else chain.insertContentAt(range, { type: "formula", attrs }).run();
  };
  return (
    <Modal
      open
      destroyOnHidden
      width={680}
      mask={{ closable: false }}
      focusable={{ focusTriggerAfterClose: false }}
      title={t("Công thức", "Formula")}
      okText={t("Chèn", "Insert")}
      cancelText={t("Huỷ", "Cancel")}
      onOk={done}
      onCancel={onClose}
    >
      <div
        onKeyDown={(e) => {
          if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) done();
        }}
      >
        <MathInput latex={latex} onChange={setLatex} onEnter={done} />
        <Input.TextArea
          className="kt-latex"
          autoSize={{ minRows: 1, maxRows: 6 }}
          spellCheck={false}
          aria-label={t("Mã LaTeX", "LaTeX source")}
          placeholder="\frac{1}{2}"
          value={latex}
          onChange={(e) => setLatex(e.target.value)}
        />
        <Radio.Group
          value={display}
          onChange={(e) => setDisplay(e.target.value as boolean)}
          options={[
            { value: false, label: t("Trong dòng", "In the line") },
            { value: true, label: t("Dòng riêng", "On a line of its own") },
          ]}
        />
        <Drawn latex={latex} display={display} onProblem={setProblem} />
        {problem !== "" && latex.trim() !== "" && (
          <Alert
            type="warning"
            showIcon
            title={t("Công thức chưa vẽ được", "The formula cannot be drawn yet")}
            description={<code>{problem}</code>}
          />
        )}
      </div>
    </Modal>
  );
}

interface DrawnProps {
  latex: string;
  display: boolean;
  onProblem: (problem: string) => void;
}

/** The formula as candidates will see it, or what is wrong with it. */
function Drawn({ latex, display, onProblem }: DrawnProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let live = true; // an earlier one that is loaded later draws no more
    void loadDrawFormula().then((draw) => {
      if (live && box.current) onProblem(draw(box.current, latex, display));
    });
    return () => {
      live = false;
    };
  }, [latex, display, onProblem]);
  return <div ref={box} className="kt-drawn" />;
}

interface MathInputProps {
  latex: string;
  onChange: (latex: string) => void;
  onEnter: () => void;
}

/** MathLive's field; where it cannot be loaded the LaTeX source alone works. */
function MathInput({ latex, onChange, onEnter }: MathInputProps) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<MathfieldElement | null>(null);
  const [missing, setMissing] = useState(false);
  const label = t("Công thức", "Formula");
  const latest = useRef({ latex, onChange, onEnter });
  useEffect(() => {
    latest.current = { latex, onChange, onEnter };
  });
  useEffect(() => {
    let live = true;
    loadMathLive().then(
      (Mathfield) => {
        if (!live || !box.current) return;
        const made = new Mathfield();
        made.value = latest.current.latex;
        made.setAttribute("aria-label", label);
        made.mathVirtualKeyboardPolicy = matchMedia("(pointer: coarse)").matches
          ? "auto"
          : "manual";
        made.addEventListener("input", () => {
          latest.current.onChange(plainLatex(made.getValue("latex-without-placeholders")));
        });
        made.addEventListener("change", () => {
          if (document.activeElement === made) latest.current.onEnter();
        });
        box.current.replaceChildren(made);
        field.current = made;
        // Who writes LaTeX by now keeps the cursor.
        if (!(document.activeElement instanceof HTMLTextAreaElement)) made.focus();
      },
      () => live && setMissing(true),
    );
    return () => {
      live = false;
      if (field.current) window.mathVirtualKeyboard.hide();
      field.current = null;
    };
  }, [label]);
  useEffect(() => {
    const now = field.current;
    if (now && plainLatex(now.getValue("latex-without-placeholders")) !== latex) {
      now.setValue(latex, { silenceNotifications: true });
    }
  }, [latex]);
  if (missing) {
    return (
      <p className="kt-note" role="status">
        {t(
          "Không tải được bàn phím công thức; vẫn gõ được mã LaTeX bên dưới.",
          "The formula keyboard could not be loaded; LaTeX below still works.",
        )}
      </p>
    );
  }
  return <div ref={box} className="kt-mathfield" />;
}
