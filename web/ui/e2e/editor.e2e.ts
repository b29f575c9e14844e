import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "./browser";
import { png } from "./png";
import { approve, signInToStaff } from "./province";
import { Server } from "./server";
import { Staff } from "./staff";

const pool = "Kho soạn thảo";

/** What Word puts on the clipboard for "x² + 1", with its own picture of the formula. */
const fromWord = `<html xmlns:m="http://schemas.microsoft.com/office/2004/12/omml"><body><!--StartFragment--><p class=MsoNormal><span style='font-size:12pt'>Dán: </span><!--[if gte msEquation 12]><m:oMath><m:sSup><m:e><i><span><m:r>x</m:r></span></i></m:e><m:sup><m:r>2</m:r></m:sup></m:sSup><m:r>+1</m:r></m:oMath><![endif]--><![if !msEquation]><img src="file:///C:/clip_image002.png"><![endif]></p><!--EndFragment--></body></html>`;

interface Item {
  id: string;
  current: {
    no: number;
    hash: string;
    body: {
      question: { stem: string; options: { id: string; html: string }[] };
      key: { options: string[] };
    };
  };
}

let server: Server;
let browser: Browser;
let teacher: Staff;
let page: Page;
let item: Item;
const errors: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  teacher = await Staff.signIn(server.ready.base_url, server.account("teacher"));
  page = await signInToStaff(server, browser, "teacher");
  page.on("pageerror", (e) => errors.push(e.message));
  page.on("console", (m) => m.text().includes("Content Security Policy") && errors.push(m.text()));
}, 180_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const text = (p: Page, name: string): Locator => p.getByRole("textbox", { name, exact: true });

/** Pastes what a clipboard would hold: text in HTML, a picture, or both. */
async function paste(into: Locator, html: string, picture?: Buffer): Promise<void> {
  await into.click();
  await into.evaluate(
    (el, [source, base64]) => {
      const data = new DataTransfer();
      if (source) data.setData("text/html", source);
      if (base64) {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        data.items.add(new File([bytes], "image.png", { type: "image/png" }));
      }
      el.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    [html, picture?.toString("base64") ?? ""] as const,
  );
}

async function kept(p: Page): Promise<void> {
  await p.getByTestId("keep-state").getByText("Bản nháp đã lưu").waitFor();
}

describe("the editor of questions", () => {
  it("writes a formula, takes a pasted picture and a formula of Word", async () => {
    await page.goto("/ngan-hang/cau/moi");
    const stem = text(page, "Câu hỏi");
    await stem.click();
    await page.keyboard.type("Cho hàm số ", { delay: 20 });
    await page.route("**/mathlive*.js", async (route) => {
      await new Promise((done) => setTimeout(done, 3000)); // the keyboard comes while LaTeX is written
      await route.continue();
    });
    await page.keyboard.press("Alt+=");
    const latex = page.getByLabel("Mã LaTeX");
    await latex.fill("y=");
    await page.locator("math-field").waitFor();
    await page.keyboard.insertText("\\frac{1}{x}");
    expect(await latex.inputValue()).toBe("y=\\frac{1}{x}");
    await page.locator(".kt-drawn .katex").waitFor();
    await page.getByRole("button", { name: "Chèn" }).click();
    await page.keyboard.type(" có đồ thị ");
    await paste(stem, "", png(60, 40));
    await page.getByLabel("Mô tả hình bằng lời").fill("Đồ thị đi qua gốc");
    await page.getByRole("button", { name: "Xong" }).click();
    await paste(text(page, "Phương án A"), fromWord);
    await text(page, "Phương án A").locator(".katex").waitFor();
    for (const [i, letter] of ["B", "C", "D"].entries()) {
      await text(page, `Phương án ${letter}`).click();
      await page.keyboard.type(String(i + 2));
    }
    await page.getByRole("radio", { name: "Phương án A đúng" }).check();
    await kept(page);
    const shown = page.getByTestId("candidate-preview");
    await shown.getByText("Dán:").waitFor();
    expect(await shown.locator("img[alt='Đồ thị đi qua gốc']").count()).toBe(1);
  }, 90_000);

  it("has the draft again after a reload, and keeps writing while the network is away", async () => {
    await page.reload();
    await page.getByText("Đã khôi phục bản nháp").waitFor();
    expect(await text(page, "Câu hỏi").locator(".kt-picture img").getAttribute("alt")).toBe(
      "Đồ thị đi qua gốc",
    );
    await page.context().setOffline(true);
    await text(page, "Phương án D").click();
    await page.keyboard.press("End");
    await page.keyboard.type("5");
    await page.getByTestId("keep-state").getByText("Mất kết nối").waitFor();
    await page.context().setOffline(false);
    await kept(page);
    expect(
      await page.evaluate(() =>
        Object.keys(localStorage).filter((k) => k.startsWith("kt_unsaved")),
      ),
    ).toEqual([]);
  }, 60_000);

  it("saves what was written, key included", async () => {
    await page.getByRole("combobox", { name: "Kho" }).fill(pool);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await page.waitForURL("**/ngan-hang");
    const found = await teacher.get<{ items: Item[] }>(
      `/api/items?pool=${encodeURIComponent(pool)}`,
    );
    expect(found.items).toHaveLength(1);
    item = await teacher.get<Item>(`/api/items/${found.items[0]?.id ?? ""}`);
    const { question, key } = item.current.body;
    expect(question.stem).toMatch(
      /^Cho hàm số \\\(y=\\frac\{1\}\{x\}\\\) có đồ thị <img src="media:[0-9a-f]{64}" alt="Đồ thị đi qua gốc"\/>$/,
    );
    expect(question.options.map((o) => o.html)).toEqual(["Dán: \\(x^2+1\\)", "2", "3", "45"]);
    expect(key.options).toEqual([question.options[0]?.id]);
    const drafts = await teacher.get<{ unsaved: unknown[] }>("/api/item-drafts");
    expect(drafts.unsaved).toEqual([]);
  }, 60_000);

  it("tells two people of each other and overwrites nobody", async () => {
    const other = await signInToStaff(server, browser, "reviewer");
    await page.goto(`/ngan-hang/cau/${item.id}`);
    await text(page, "Phương án B").click();
    await page.keyboard.press("End");
    await page.keyboard.type("0");
    await kept(page);
    await other.goto(`/ngan-hang/cau/${item.id}`);
    await other.getByText("đang sửa câu này").waitFor();
    await text(other, "Câu hỏi").click({ position: { x: 20, y: 20 } });
    await other.keyboard.press("Home");
    await other.keyboard.type("Xét: ", { delay: 20 });
    await kept(other);
    await other.getByRole("button", { name: "Lưu", exact: true }).click();
    await other.waitForURL("**/ngan-hang");
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await page.getByTestId("merge-stem").waitFor();
    await page.getByRole("button", { name: "Lấy kết quả vào trang soạn" }).click();
    await text(page, "Câu hỏi").getByText("Xét: Cho hàm số").waitFor();
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await page.waitForURL("**/ngan-hang");
    const now = await teacher.get<Item>(`/api/items/${item.id}`);
    expect(now.current.no).toBe(3);
    expect(now.current.body.question.stem).toMatch(/^Xét: Cho hàm số/);
    expect(now.current.body.question.options[1]?.html).toBe("20");
    await other.close();
  }, 120_000);

  it("is approved by another person, put on a form, and seen on paper", async () => {
    const reviewer = await Staff.signIn(server.ready.base_url, server.account("reviewer"));
    await approve(reviewer, [await teacher.get<Item>(`/api/items/${item.id}`)]);
    const form = await teacher.post<{ id: string }>("/api/forms", {
      name: "Đề từ trang soạn",
      subject: "toan",
      duration_s: 600,
      parts: [{ title: "PHẦN I", pins: [{ item_id: item.id }] }],
    });
    await teacher.post(`/api/forms/${form.id}/lock`, { first: 101, count: 1 });
    await page.goto(`/de-thi/${form.id}`);
    await page.getByRole("tab", { name: "Xem như thí sinh" }).click();
    const paper = page.locator(".kt-paper").first();
    await paper.getByText("Xét: Cho hàm số").waitFor();
    await paper.locator(".katex").first().waitFor();
    expect(await paper.locator("img[alt='Đồ thị đi qua gốc']").count()).toBe(1);
    expect(errors).toEqual([]);
  }, 90_000);
});
