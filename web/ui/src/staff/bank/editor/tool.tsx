import { Button, Tooltip } from "antd";
import type { ReactNode } from "react";

interface ToolProps {
  label: string;
  keys?: string;
  on?: boolean;
  disabled?: boolean;
  icon: ReactNode;
  onClick?: () => void;
}

/** One tool. Pressing it leaves the cursor where it is in the text. */
export function Tool({ label, keys = "", on, disabled = false, icon, onClick }: ToolProps) {
  return (
    <Tooltip title={keys === "" ? label : `${label} (${keys})`} mouseEnterDelay={0.5}>
      <Button
        type={on === true ? "primary" : "text"}
        size="small"
        aria-label={label}
        {...(on === undefined ? {} : { "aria-pressed": on })}
        disabled={disabled}
        icon={icon}
        onMouseDown={(e) => e.preventDefault()}
        onClick={onClick}
      />
    </Tooltip>
  );
}
