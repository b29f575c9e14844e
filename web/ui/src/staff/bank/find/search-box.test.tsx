import { act, cleanup, fireEvent, render } from "@testing-library/react";
import { createRef, useState } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { LanguageProvider } from "../../text/language";
import { toggled, type Filter } from "./filter";
import { SearchBox } from "./search-box";

beforeEach(() => void vi.useFakeTimers());

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** A page that draws its filter only when it is told to, as one on a busy machine. */
function page() {
  let address: Filter = {};
  let draw: (f: Filter) => void = () => undefined;
  function Page() {
    const [drawn, setDrawn] = useState<Filter>({});
    draw = setDrawn;
    return (
      <SearchBox
        box={createRef()}
        q={drawn.q ?? ""}
        onChange={(change) => {
          address = change(address);
        }}
      />
    );
  }
  const { container } = render(
    <LanguageProvider>
      <Page />
    </LanguageProvider>,
  );
  const box = container.querySelector("input");
  if (!box) throw new Error("no box");
  return {
    box,
    type: (value: string) => fireEvent.change(box, { target: { value } }),
    tick: () => {
      act(() => void vi.advanceTimersByTime(200));
    },
    press: () => {
      address = toggled(address, "kind", "short");
    },
    draw: (f?: Filter) => {
      act(() => draw(f ?? address));
    },
    address: () => address,
  };
}

it("keeps a filter that was pressed while the search waited", () => {
  const p = page();
  p.type("dao ham");
  p.press(); // not drawn yet
  p.tick();
  expect(p.address()).toEqual({ q: "dao ham", kind: "short" });
});

it("keeps what is typed on, and the focus, while an older search is drawn", () => {
  const p = page();
  p.box.focus();
  p.type("dao");
  p.tick();
  p.type("dao ham");
  p.draw();
  expect(p.box.value).toBe("dao ham");
  p.tick();
  p.draw();
  expect(p.box.value).toBe("dao ham");
  expect(document.activeElement).toBe(p.box);
  expect(p.address()).toEqual({ q: "dao ham" });
});

it("shows what the address says when it changes elsewhere", () => {
  const p = page();
  p.type("dao ham");
  p.tick();
  p.draw();
  p.draw({ q: "nguyen ham" }); // back in the history
  expect(p.box.value).toBe("nguyen ham");
  p.draw({});
  expect(p.box.value).toBe("");
});
