import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FieldState, FieldValue } from "../engine/log";
import type { Placed } from "../paper/types";
import { DisplayProvider } from "../display/use-display";
import { MemoryShelf } from "../store/memory";
import { en } from "../text/en";
import { LanguageProvider } from "../text/language";
import { vi as vietnamese } from "../text/vi";
import { chooseOption } from "./choices";
import { switchStatement } from "./cluster";
import { describeValue } from "./describe";
import { Entry } from "./entry";
import { formatClock, formatDate, formatTicket, plainTicket } from "./format";
import { Identify } from "./identity";
import type { Identity } from "./identify";
import { answeredCount, flagField, isFlagged, questionMark, savedQuestions } from "./progress";
import { commandFor } from "./shortcuts";

const part = { part: 1, title: "", questions: [] };
const single: Placed = {
  index: 0,
  part,
  name: "p1_1",
  fields: ["p1_1"],
  question: {
    no: 1,
    kind: "single",
    stem: "",
    field: "p1_1",
    options: ["k3fz", "ab2d", "qq7e", "zz4x"].map((id) => ({ id, html: "" })),
  },
};
const cluster: Placed = {
  index: 1,
  part,
  name: "p2_1",
  fields: ["p2_1c", "p2_1a"],
  question: {
    no: 1,
    kind: "cluster",
    stem: "",
    statements: [
      { field: "p2_1c", html: "" },
      { field: "p2_1a", html: "" },
    ],
  },
};
const short: Placed = {
  index: 2,
  part,
  name: "p3_1",
  fields: ["p3_1"],
  question: { no: 1, kind: "short", stem: "", field: "p3_1", max: 4, charset: "0123456789-," },
};

function fields(...all: [string, string, FieldState][]): Map<string, FieldValue> {
  return new Map(all.map(([field, value, state]) => [field, { value, state }]));
}

describe("progress", () => {
  it("is the weakest state of a question's fields", () => {
    expect(questionMark(single, fields())).toBe("none");
    expect(questionMark(single, fields(["p1_1", "", "saved"]))).toBe("none");
    expect(questionMark(single, fields(["p1_1", "k3fz", "saved"]))).toBe("saved");
    expect(questionMark(cluster, fields(["p2_1a", "D", "archived"]))).toBe("part");
    const all = fields(["p2_1a", "D", "archived"], ["p2_1c", "S", "typed"]);
    expect(questionMark(cluster, all)).toBe("typed");
    expect(answeredCount([single, cluster], all)).toBe(1);
  });

  it("flags a cluster by its first statement, whatever the order on screen", () => {
    expect(flagField(cluster)).toBe("flag:p2_1a");
    expect(isFlagged(cluster, fields(["flag:p2_1a", "1", "typed"]))).toBe(true);
    expect(isFlagged(cluster, fields(["flag:p2_1a", "", "typed"]))).toBe(false);
  });

  it("counts saved questions without the paper", () => {
    const all = fields(
      ["p1_1", "k3fz", "saved"],
      ["p1_2", "k3fz", "typed"],
      ["p2_1a", "D", "archived"],
      ["p2_1b", "S", "archived"],
      ["flag:p1_3", "1", "saved"],
    );
    expect(savedQuestions(all)).toBe(2);
  });
});

describe("choosing", () => {
  it("replaces in a single choice and toggles in a multiple one, sorted", () => {
    const q = single.question;
    if (q.kind !== "single" && q.kind !== "multiple") throw new Error("not a choice");
    expect(chooseOption(q, "k3fz", "ab2d")).toBe("ab2d");
    const many = { ...q, kind: "multiple" as const };
    expect(chooseOption(many, "", "k3fz")).toBe("k3fz");
    expect(chooseOption(many, "k3fz", "ab2d")).toBe("ab2d,k3fz");
    expect(chooseOption(many, "ab2d,k3fz", "k3fz")).toBe("ab2d");
  });

  it("goes from nothing to Đúng, Sai, Đúng", () => {
    expect(["", "D", "S"].map(switchStatement)).toEqual(["D", "S", "D"]);
  });
});

describe("keys", () => {
  it.each([
    ["A", single, { do: "pick", index: 0 }],
    ["4", single, { do: "pick", index: 3 }],
    ["5", single, null],
    ["E", single, null],
    ["B", cluster, { do: "pick", index: 1 }],
    ["C", cluster, null],
    ["N", single, { do: "next" }],
    ["P", short, { do: "prev" }],
    ["F", single, { do: "flag" }],
    ["?", single, { do: "help" }],
    ["1", short, { do: "type" }],
    ["-", short, { do: "type" }],
    ["Tab", single, null],
  ])("%s", (key, q, want) => {
    expect(commandFor(key, q)).toEqual(want);
  });
});

describe("formats", () => {
  it("shows clocks rounded up, dates and tickets", () => {
    expect([0, 1, 59_001, 60_000, 3_600_000].map(formatClock)).toEqual([
      "0:00",
      "0:01",
      "1:00",
      "1:00",
      "1:00:00",
    ]);
    expect(formatDate("2008-09-04")).toBe("04/09/2008");
    expect(formatDate("4/9/2008")).toBe("4/9/2008");
    expect(formatTicket("k7qf 2mxa9rt")).toBe("K7QF-2MXA-9RT");
    expect(plainTicket(" k7qf-2mxa ")).toBe("K7QF2MXA");
  });

  it("describes values as the candidate sees them", () => {
    const t = (key: string) => key;
    expect(describeValue(t, single, "qq7e")).toBe("C");
    expect(describeValue(t, cluster, "S")).toBe("paper.false");
    expect(describeValue(t, short, "-1,5")).toBe("-1,5");
    expect(describeValue(t, short, "")).toBe("state.none");
  });
});

describe("sentences", () => {
  it("exist in both languages with the same values", () => {
    const names = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const [key, text] of Object.entries(vietnamese)) {
      const english = en[key as keyof typeof en];
      expect(english, key).toBeTruthy();
      expect(names(english), key).toEqual(names(text));
    }
  });
});

const identity: Identity = {
  number: "01000001",
  name: "Nguyễn Văn An",
  birth_date: "2008-09-04",
  sitting_name: "Ca 1",
  subject: "Toán",
  room: "P01",
  seat: "12",
  state: "open",
};

describe("the entry page", () => {
  const found = vi.fn();
  beforeEach(() => {
    found.mockClear();
    render(
      <DisplayProvider>
        <LanguageProvider>
          <Entry shelf={new MemoryShelf()} start={null} error="" onFound={found} />
        </LanguageProvider>
      </DisplayProvider>,
    );
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  function enter(number: string, code: string): void {
    fireEvent.change(screen.getByLabelText(/^Số báo danh/), { target: { value: number } });
    fireEvent.change(screen.getByLabelText(/^Mã vào thi/), { target: { value: code } });
    fireEvent.click(screen.getByRole("button", { name: "Tiếp tục" }));
  }

  it("asks for what is missing before it asks the server", () => {
    enter("", "");
    expect(screen.getByRole("alert").textContent).toContain("nhập số báo danh");
    enter("01000001", "k7qf");
    expect(screen.getByRole("alert").textContent).toContain("mới nhập 4");
  });

  it("finds the candidate by a pasted ticket", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json(identity)));
    enter("01000001", " k7qf-2mxa 9rtd ");
    await waitFor(() => expect(found).toHaveBeenCalled());
    expect(found.mock.calls[0]).toEqual([{ number: "01000001", code: "K7QF2MXA9RTD" }, identity]);
  });

  it.each([
    ["ticket.wrong", "không khớp"],
    ["ticket.limited", "quá nhiều lần"],
    ["strange.code", "strange.code"],
  ])("says what %s means", async (code, want) => {
    vi.stubGlobal("fetch", () =>
      Promise.resolve(Response.json({ code, message: "", retry_ms: 3000 }, { status: 403 })),
    );
    enter("01000001", "K7QF2MXA9RTD");
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain(want));
    expect(screen.getByRole("alert").textContent).toContain("3 giây");
    expect(found).not.toHaveBeenCalled();
  });

  it("says when the server cannot be reached", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new Error("refused")));
    enter("01000001", "K7QF2MXA9RTD");
    await waitFor(() =>
      expect(screen.getByRole("alert").textContent).toContain("Không kết nối được"),
    );
  });
});

describe("the identity check", () => {
  afterEach(cleanup);

  it("goes on only when the rules are accepted", () => {
    const confirm = vi.fn();
    const back = vi.fn();
    render(
      <DisplayProvider>
        <LanguageProvider>
          <Identify identity={identity} onConfirm={confirm} onBack={back} />
        </LanguageProvider>
      </DisplayProvider>,
    );
    expect(screen.getByText("04/09/2008")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: /vào phòng thi/ }));
    expect(confirm).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole("checkbox"));
    fireEvent.click(screen.getByRole("button", { name: /vào phòng thi/ }));
    expect(confirm).toHaveBeenCalledOnce();
    fireEvent.click(screen.getByRole("button", { name: "Không phải tôi" }));
    expect(back).toHaveBeenCalledOnce();
  });
});
