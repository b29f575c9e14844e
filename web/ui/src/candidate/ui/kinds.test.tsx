import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState, type ReactNode } from "react";
import { afterEach, describe, expect, it } from "vitest";
import type { Question } from "../paper/types";
import { LanguageProvider } from "../text/language";
import type { ControlProps } from "./choices";
import { Cloze } from "./cloze";
import { Essay } from "./essay";
import { Hotspot } from "./hotspot";
import { Content } from "./html";
import { Order } from "./order";
import { Rows } from "./rows";

let answers: Record<string, string> = {};
const put = (field: string, value: string) => (answers = { ...answers, [field]: value });

/** Holds the answers of one question as the engine does. */
function Sheet<Q extends Question>({
  question,
  children,
}: {
  question: Q;
  children: (p: ControlProps<Q>) => ReactNode;
}) {
  const [fields, setFields] = useState<Record<string, string>>({});
  return children({
    question,
    value: (f) => fields[f] ?? "",
    answer: (f, v) => {
      put(f, v);
      setFields((was) => ({ ...was, [f]: v }));
    },
    disabled: false,
    labelledBy: "title",
  });
}

function show(page: ReactNode): void {
  render(
    <LanguageProvider>
      <Content.Provider value={{ media: () => "blob:1", zoom: () => undefined }}>
        <h1 id="title">Câu 1</h1>
        {page}
      </Content.Provider>
    </LanguageProvider>,
  );
}

afterEach(() => {
  cleanup();
  answers = {};
});

const options = [
  { id: "x1", html: "mèo" },
  { id: "x2", html: "chó" },
  { id: "x3", html: "\\(x^2\\)" },
];

describe("every kind by keyboard and screen reader", () => {
  it("fills gaps in the text, typed and chosen", () => {
    const question = {
      no: 1,
      kind: "cloze" as const,
      stem: 'Thủ đô là <span data-gap="a"></span>, con vật là <span data-gap="b"></span>.',
      gaps: [{ field: "p1_1a", max: 10 }, { field: "p1_1b" }],
      options: options.slice(0, 2),
    };
    show(
      <Sheet question={question}>
        {(p) => <Cloze {...p} type={p.answer} flush={() => undefined} />}
      </Sheet>,
    );
    fireEvent.change(screen.getByRole("textbox", { name: "Chỗ trống a" }), {
      target: { value: "Hà Nội" },
    });
    fireEvent.change(screen.getByRole("combobox", { name: "Chỗ trống b" }), {
      target: { value: "x2" },
    });
    expect(answers).toEqual({ p1_1a: "Hà Nội", p1_1b: "x2" });
    expect(screen.getByRole("textbox").closest(".stem")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Bỏ chọn" }));
    expect(answers).toEqual({ p1_1a: "", p1_1b: "" });
  });

  it("matches rows by lists, with a legend where options are no plain words", () => {
    const question = {
      no: 1,
      kind: "match" as const,
      stem: "",
      statements: [
        { field: "p1_1b", html: "kêu meo" },
        { field: "p1_1a", html: "kêu gâu" },
      ],
      options,
    };
    show(<Sheet question={question}>{(p) => <Rows {...p} />}</Sheet>);
    const lists = screen.getAllByRole("combobox");
    fireEvent.change(lists[0] as HTMLElement, { target: { value: "x1" } });
    expect(answers).toEqual({ p1_1b: "x1" });
    expect(screen.getByRole("region", { name: "Các mục để chọn" })).toBeTruthy();
    expect(lists[1]?.textContent).toContain("A. mèo (đã dùng)");
  });

  it("orders by arrow keys and buttons, and says what moved", () => {
    const question = { no: 1, kind: "order" as const, stem: "", field: "p1_1", options };
    show(<Sheet question={question}>{(p) => <Order {...p} />}</Sheet>);
    expect(screen.getByText(/chưa có câu trả lời/)).toBeTruthy();
    fireEvent.keyDown(screen.getByRole("button", { name: /^mèo: vị trí 1/ }), { key: "ArrowDown" });
    expect(answers.p1_1).toBe("x2,x1,x3");
    expect(screen.getByRole("status").textContent).toContain("mèo: nay ở vị trí 2 trên 3");
    fireEvent.click(screen.getByRole("button", { name: "Chuyển lên: x^2" }));
    expect(answers.p1_1).toBe("x2,x3,x1");
  });

  it("takes the order shown when it is said to be right", () => {
    const question = { no: 1, kind: "order" as const, stem: "", field: "p1_1", options };
    show(<Sheet question={question}>{(p) => <Order {...p} />}</Sheet>);
    fireEvent.click(screen.getByRole("button", { name: "Giữ thứ tự này" }));
    expect(answers.p1_1).toBe("x1,x2,x3");
  });

  const image = { media: "0".repeat(64), width: 400, height: 200, alt: "bản đồ" };

  it("chooses areas by Enter and space", () => {
    const question = {
      no: 1,
      kind: "hotspot" as const,
      stem: "",
      field: "p1_1",
      image,
      options: [
        { id: "x2", html: "Huế", area: { shape: "rect" as const, coords: [0, 0, 50, 50] } },
        { id: "x1", html: "", area: { shape: "circle" as const, coords: [100, 100, 20] } },
      ],
    };
    show(<Sheet question={question}>{(p) => <Hotspot {...p} />}</Sheet>);
    const [hue, other] = screen.getAllByRole("checkbox");
    expect(hue?.getAttribute("aria-label")).toBe("A. Huế");
    expect(other?.getAttribute("aria-label")).toBe("B. Vùng B");
    fireEvent.keyDown(hue as Element, { key: "Enter" });
    fireEvent.keyDown(other as Element, { key: " " });
    expect(answers.p1_1).toBe("x1,x2");
    expect(hue?.getAttribute("aria-checked")).toBe("true");
    fireEvent.keyDown(hue as Element, { key: " " });
    expect(answers.p1_1).toBe("x1");
  });

  it("puts points by arrow keys and Enter", () => {
    const question = { no: 1, kind: "hotspot" as const, stem: "", field: "p1_1", image, points: 2 };
    show(<Sheet question={question}>{(p) => <Hotspot {...p} />}</Sheet>);
    const map = screen.getByRole("application");
    fireEvent.keyDown(map, { key: "ArrowLeft" });
    fireEvent.keyDown(map, { key: "ArrowUp", shiftKey: true });
    fireEvent.keyDown(map, { key: "Enter" });
    expect(answers.p1_1).toBe("188,98");
    fireEvent.keyDown(map, { key: "ArrowRight" });
    fireEvent.keyDown(map, { key: "Enter" });
    expect(answers.p1_1).toBe("188,98;200,98");
    fireEvent.keyDown(map, { key: "ArrowRight" });
    fireEvent.keyDown(map, { key: "Enter" });
    expect(answers.p1_1).toBe("188,98;200,98");
    expect(screen.getByRole("status").textContent).toContain("Đã đủ 2 điểm");
    fireEvent.click(screen.getByRole("button", { name: "Bỏ điểm 1" }));
    expect(answers.p1_1).toBe("200,98");
  });

  it("writes an essay, counted in words", () => {
    const question = { no: 1, kind: "essay" as const, stem: "", field: "p1_1", words: 3 };
    show(
      <Sheet question={question}>
        {(p) => <Essay {...p} type={p.answer} flush={() => undefined} />}
      </Sheet>,
    );
    const box = screen.getByRole("textbox", { name: "Bài viết của em" });
    fireEvent.change(box, { target: { value: "Thân em vừa trắng" } });
    expect(answers.p1_1).toBe("Thân em vừa trắng");
    expect(screen.getByText(/4 chữ \/ tối đa 3/).textContent).toContain("Dài hơn đề yêu cầu");
  });
});
