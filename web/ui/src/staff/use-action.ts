import { App } from "antd";
import { useCallback, useState } from "react";

import { sentence } from "./errors";
import { useLanguage } from "./text/language";

/**
 * Runs something that changes data: shows that it is under way, says what went
 * wrong, and says when it is done.
 *
 *     const { busy, run } = useAction();
 *     run(() => ok(api.POST(…)), { done: t("Đã lưu.", "Saved.") });
 *
 * run resolves to the answer, or to undefined after an error.
 */
export function useAction() {
  const { message } = App.useApp();
  const { language } = useLanguage();
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async <T>(action: () => Promise<T>, after: { done?: string } = {}): Promise<T | undefined> => {
      setBusy(true);
      try {
        const answer = await action();
        if (after.done !== undefined) void message.success(after.done);
        return answer;
      } catch (error) {
        void message.error(sentence(error, language), 6);
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [message, language],
  );
  return { busy, run };
}
