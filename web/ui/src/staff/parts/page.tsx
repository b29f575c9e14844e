import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  /** One line under the title that says what the page is for. */
  lead?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of every staff page: title, actions, content. */
export function Page({ title, lead, actions, children }: Props) {
  return (
    <div className="kt-page">
      <div className="kt-page-head">
        <div>
          <h1>{title}</h1>
          {lead !== undefined && <p>{lead}</p>}
        </div>
        {actions !== undefined && <div className="kt-page-actions kt-no-print">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
