import { cleanup, render, screen } from "@testing-library/react";
import { Button, ConfigProvider } from "antd";
import { afterEach, describe, expect, it } from "vitest";

import * as icons from "./icons";

afterEach(cleanup);

function Save({ busy }: { busy: boolean }) {
  return (
    <ConfigProvider button={{ loadingIcon: <icons.Working /> }}>
      <Button loading={busy}>Lưu</Button>
      <Button loading={busy} icon={<icons.PlusOutlined />}>
        Thêm
      </Button>
    </ConfigProvider>
  );
}

/** The only buttons of these names and no more; the key says which are busy. */
const busy = () =>
  Object.fromEntries(
    ["Lưu", "Thêm"].map((name) => [
      name,
      screen.getByRole("button", { name: (n) => n === name }).getAttribute("aria-busy"),
    ]),
  );

describe("an icon", () => {
  it("is silent beside words, each of them", () => {
    for (const [name, Icon] of Object.entries(icons)) {
      const { container, unmount } = render(<Icon />);
      expect(container.querySelector("[role], [aria-label]"), name).toBeNull();
      expect(container.querySelector("[aria-hidden=true] svg"), name).not.toBeNull();
      unmount();
    }
  });

  it("says what it is told to say", () => {
    render(<icons.PushpinOutlined aria-label="không đảo chỗ" />);
    expect(screen.getByRole("img", { name: "không đảo chỗ" })).toBeTruthy();
  });

  it("that turns leaves the button its name, and nothing after the work", () => {
    const { rerender, container } = render(<Save busy={false} />);
    expect(busy()).toEqual({ Lưu: null, Thêm: null });
    rerender(<Save busy />);
    expect(busy()).toEqual({ Lưu: "true", Thêm: "true" });
    expect(container.querySelectorAll(".anticon-loading")).toHaveLength(2);
    rerender(<Save busy={false} />);
    expect(busy()).toEqual({ Lưu: null, Thêm: null });
    expect(container.querySelectorAll(".anticon-loading")).toHaveLength(0);
  });
});
