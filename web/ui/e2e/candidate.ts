import type { Browser, BrowserContext, Page } from "playwright-core";
import { host, paced, Traffic } from "./browser";
import { Cable } from "./proxy";

/** What a candidate signs in with. */
export interface Slip {
  number: string;
  code: string;
}

/** One candidate at one computer, behind a cable of their own. */
export class Candidate {
  readonly slip: Slip;
  readonly cable: Cable;
  readonly traffic = new Traffic();
  page: Page;
  private readonly context: BrowserContext;

  private constructor(slip: Slip, cable: Cable, context: BrowserContext, page: Page) {
    this.slip = slip;
    this.cable = cable;
    this.context = context;
    this.page = page;
    this.traffic.watch(page);
  }

  /** Sits a candidate down at a computer with an empty browser. */
  static async seat(
    browser: Browser,
    target: { host: string; port: number },
    slip: Slip,
  ): Promise<Candidate> {
    const cable = await Cable.lay(target);
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    return new Candidate(slip, cable, context, await paced(await context.newPage()));
  }

  get url(): string {
    return `http://${host}:${this.cable.port}/thi`;
  }

  /** Number, ticket, identity, rules. Returns the name that the page showed. */
  async signIn(): Promise<string> {
    await this.page.goto(this.url);
    await this.page.getByLabel(/^Số báo danh/).fill(this.slip.number);
    await this.page.getByLabel(/^Mã vào thi/).fill(this.slip.code.toLowerCase());
    await this.page.getByRole("button", { name: "Tiếp tục" }).click();
    const name = (await this.page.locator(".person-name").innerText()).trim();
    await this.page.getByRole("checkbox").check();
    await this.page.getByRole("button", { name: /vào phòng thi/ }).click();
    return name.replace(/^.*:\s*/, "");
  }

  async waitForPaper(timeoutMS = 60_000): Promise<void> {
    await this.page.locator(".question").waitFor({ timeout: timeoutMS });
  }

  /** Opens the question of a part whose text is given, wherever the variant has it. */
  async open(part: number, text: string): Promise<void> {
    const cells = this.page
      .locator("aside .navigator section")
      .nth(part - 1)
      .getByRole("button");
    for (let i = 0; i < (await cells.count()); i++) {
      await cells.nth(i).click();
      if ((await this.page.locator(".stem").innerText()).includes(text)) return;
    }
    throw new Error(`no question "${text}" in part ${part}`);
  }

  /** Chooses the option whose text is given. */
  async choose(question: string, option: string): Promise<void> {
    await this.open(1, question);
    await this.page.locator(".option").filter({ hasText: option }).click();
  }

  /** Says Đúng or Sai of the statement whose text is given. */
  async judge(question: string, statement: string, verdict: "Đúng" | "Sai"): Promise<void> {
    await this.open(2, question);
    const row = this.page.locator(".statement").filter({ hasText: statement });
    await row.locator(".verdict").filter({ hasText: verdict }).click();
  }

  /** Types a short answer and leaves the cursor there. */
  async type(question: string, text: string): Promise<void> {
    await this.open(3, question);
    const input = this.page.locator("#short-answer");
    await input.fill("");
    await input.pressSequentially(text, { delay: 20 });
  }

  /** Seconds on the page's clock. */
  async secondsLeft(): Promise<number> {
    const text = await this.page.locator(".timer strong").innerText();
    return text.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
  }

  /** Waits until the page says that everything is saved. */
  async waitSaved(timeoutMS = 30_000): Promise<void> {
    await this.page
      .getByTestId("save-state")
      .getByText("Đã lưu hết")
      .waitFor({ timeout: timeoutMS });
  }

  /** The count of changes that the page says are not sent. */
  async unsent(): Promise<number> {
    const text = await this.page.getByTestId("save-state").innerText();
    return Number(/Chưa gửi (\d+)/.exec(text)?.[1] ?? 0);
  }

  /** Closes the tab without a word, and opens another one in the same browser. */
  async closeTab(): Promise<void> {
    await this.page.close({ runBeforeUnload: false });
    this.page = await paced(await this.context.newPage());
    this.traffic.watch(this.page);
  }

  /** Waits for the seal and the archive; returns the receipt code. */
  async receipt(timeoutMS = 60_000): Promise<string> {
    await this.page.getByText("Bài đã vào hồ sơ lưu trữ").waitFor({ timeout: timeoutMS });
    return (await this.page.locator(".receipt strong").innerText()).trim();
  }

  async leave(): Promise<void> {
    await this.context.close();
    await this.cable.remove();
  }
}
