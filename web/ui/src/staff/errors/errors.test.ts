import { describe, expect, it } from "vitest";

import { ApiError } from "../api";
import { sentence } from ".";

describe("sentence", () => {
  it("speaks both languages", () => {
    const error = new ApiError(401, "login.wrong", {});
    expect(sentence(error, "vi")).toBe("Tên đăng nhập hoặc mật khẩu không đúng.");
    expect(sentence(error, "en")).toBe("The user name or the password is wrong.");
  });
  it("fills in what the server told", () => {
    expect(sentence(new ApiError(429, "login.limited", { retry_s: 12 }), "vi")).toContain(
      "12 giây",
    );
    expect(
      sentence(new ApiError(413, "request.too_large", { max_bytes: 8 << 20 }), "en"),
    ).toContain("8 MB");
  });
  it("names a code that it does not know, and never shows a raw error", () => {
    expect(sentence(new ApiError(500, "new.code", {}), "vi")).toContain("(new.code)");
    expect(sentence(new TypeError("x is undefined"), "vi")).not.toContain("undefined");
  });
});
