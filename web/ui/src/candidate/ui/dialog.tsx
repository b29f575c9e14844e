import { useEffect, useId, useRef } from "react";
import type { KeyboardEvent, ReactNode } from "react";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  className?: string;
}

const focusable = "button, [href], input, [tabindex]:not([tabindex='-1'])";

/** A modal window: focus stays inside, Escape closes, focus returns to where it was. */
export function Dialog({ title, onClose, children, className }: DialogProps) {
  const box = useRef<HTMLDivElement>(null);
  const titleID = useId();
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  const keys = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    if (event.key === "Tab") keepInside(event, box.current);
  };
  return (
    <div className="backdrop" onClick={(e) => e.target === e.currentTarget && onClose()}>
      <div
        ref={box}
        className={`dialog ${className ?? ""}`}
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleID}
        tabIndex={-1}
        onKeyDown={keys}
      >
        <h2 id={titleID}>{title}</h2>
        {children}
      </div>
    </div>
  );
}

function keepInside(event: KeyboardEvent, box: HTMLElement | null): void {
  const all = box?.querySelectorAll<HTMLElement>(focusable);
  const first = all?.[0];
  const last = all?.[all.length - 1];
  if (!box || !first || !last) return;
  const now = document.activeElement;
  if (event.shiftKey && (now === first || now === box)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && now === last) {
    event.preventDefault();
    first.focus();
  }
}
