import { act, renderHook, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { useApi } from "./use-api";

/** A reading whose answers the test gives by hand. */
function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((a, b) => {
    resolve = a;
    reject = b;
  });
  return { promise, resolve, reject };
}

describe("useApi", () => {
  it("loads, then has data", async () => {
    const { result } = renderHook(() => useApi("a", () => Promise.resolve(1)));
    expect(result.current.loading).toBe(true);
    await waitFor(() => expect(result.current.data).toBe(1));
    expect(result.current.loading).toBe(false);
  });

  it("drops the answer to an older key", async () => {
    const first = deferred<string>();
    const second = deferred<string>();
    const { result, rerender } = renderHook(
      ({ key }: { key: string }) =>
        useApi(key, () => (key === "a" ? first.promise : second.promise)),
      { initialProps: { key: "a" } },
    );
    rerender({ key: "b" });
    await act(async () => {
      second.resolve("b");
      await second.promise;
      first.resolve("a");
      await first.promise;
    });
    expect(result.current.data).toBe("b");
  });

  it("keeps the last data when a later reading fails", async () => {
    const read = vi.fn<() => Promise<number>>();
    read.mockResolvedValueOnce(1).mockRejectedValueOnce(new Error("gone"));
    const { result } = renderHook(() => useApi("a", read));
    await waitFor(() => expect(result.current.data).toBe(1));
    act(() => result.current.reload());
    await waitFor(() => expect(result.current.error).toBeDefined());
    expect(result.current.data).toBe(1);
  });

  it("reads nothing while it is told to skip", () => {
    const read = vi.fn(() => Promise.resolve(1));
    const { result } = renderHook(() => useApi("a", read, { skip: true }));
    expect(read).not.toHaveBeenCalled();
    expect(result.current.loading).toBe(false);
  });
});
