import type { Locator, Page } from "playwright-core";

/** More stops of the Tab key than any page of ours has. */
const mostStops = 150;

/** A person who has no mouse: only keys, and a look at where the focus is. */
export class Keyboard {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Presses a key, some times. */
  async press(key: string, times = 1): Promise<void> {
    for (let i = 0; i < times; i++) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 5 });
  }

  /** Goes by Tab until the focus is at a place, and sees that the page shows it. */
  async to(target: Locator): Promise<void> {
    await target.first().waitFor({ state: "attached" });
    for (let i = 0; i < mostStops; i++) {
      if (await target.first().evaluate((el) => el === document.activeElement)) {
        await this.expectShown();
        return;
      }
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`Tab never comes to ${String(target)}`);
  }

  /** Goes to a button or a box and presses it. */
  async on(target: Locator, key = "Enter"): Promise<void> {
    await this.to(target);
    await this.press(key);
  }

  /** Chooses what a list of choices says, from the list itself. */
  async choose(list: Locator, text: string): Promise<void> {
    await this.to(list);
    const shown = () => list.evaluate((el: HTMLSelectElement) => el.selectedOptions[0]?.text ?? "");
    for (let i = 0; i < 30; i++) {
      if ((await shown()).includes(text)) return;
      await this.press("ArrowDown");
    }
    throw new Error(`the list has no ${text}`);
  }

  /** Fails where nothing on the page changes when the focused element loses the focus. */
  private async expectShown(): Promise<void> {
    const hidden = await this.page.evaluate(() => {
      const at = document.activeElement;
      if (!(at instanceof HTMLElement || at instanceof SVGElement)) return "nothing";
      // An input that its label draws shows the focus beside it or around it.
      const around = [at, at.parentElement, at.nextElementSibling, at.closest("label")];
      const look = () =>
        around.map((el) => {
          if (!el) return "";
          const s = getComputedStyle(el);
          return [s.outline, s.boxShadow, s.stroke, s.strokeWidth, s.borderColor].join();
        });
      const focused = look().join(";");
      at.blur();
      const blurred = look().join(";");
      at.focus({ preventScroll: true });
      return focused === blurred ? at.outerHTML.slice(0, 200) : "";
    });
    if (hidden) throw new Error(`the focus does not show at ${hidden}`);
  }
}
