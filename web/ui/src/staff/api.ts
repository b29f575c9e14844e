import createClient from "openapi-fetch";

import type { components, paths } from "./api.gen";

/** The shapes of the API by name: `Schema["AccountView"]`. */
export type Schema = components["schemas"];

/** What the server says when it does not do as asked. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: Record<string, unknown>,
  ) {
    super(code);
  }
}

/** The CSRF token of the session, from GET /api/session. */
let csrf = "";

export function setCSRF(token: string): void {
  csrf = token;
}

/** Called when the session is over, so that the sign-in page comes back. */
let onSignedOut: () => void = () => undefined;

export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

export const api = createClient<paths>({
  baseUrl: "",
  fetch: (request: Request) => fetch(request),
});

api.use({
  onRequest({ request }) {
    if (csrf !== "") request.headers.set("X-CSRF-Token", csrf);
    return request;
  },
});

/** What a call of the client resolves to. */
export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * Waits for a call and returns its data, or throws an ApiError:
 * `await ok(api.GET("/api/accounts"))`.
 */
export async function ok<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await answered(call)).data;
}

/** As ok, with the response for its headers. */
export async function answered<T>(
  call: Promise<Answer<T>>,
): Promise<{ data: T; response: Response }> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch {
    throw new ApiError(0, "network", {});
  }
  const { data, error, response } = answer;
  if (response.ok) return { data: data as T, response };
  throw refused(response.status, error);
}

/** Makes an ApiError of the body of an answer. */
function refused(status: number, body: unknown): ApiError {
  const b = (typeof body === "object" && body !== null ? body : {}) as {
    code?: unknown;
    detail?: unknown;
  };
  const code = typeof b.code === "string" ? b.code : "internal";
  const detail = typeof b.detail === "object" && b.detail !== null ? b.detail : {};
  if (code === "session.none") onSignedOut();
  return new ApiError(status, code, detail as Record<string, unknown>);
}

/**
 * Sends a file to an upload operation. T is the shape of its answer, which the
 * OpenAPI document names; fields go before the file.
 */
export async function upload<T>(
  path: string,
  file: File,
  fields: Record<string, string> = {},
): Promise<T> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file, file.name);
  let response: Response;
  try {
    response = await fetch(path, { method: "POST", body: form, headers: { "X-CSRF-Token": csrf } });
  } catch {
    throw new ApiError(0, "network", {});
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refused(response.status, body);
  return body as T;
}

/**
 * Sends a file as `upload` does and tells how much of it has left, from 0 to 1.
 * After 1 the server reads it.
 */
export async function uploadWatched<T>(
  path: string,
  file: File,
  fields: Record<string, string>,
  sent: (share: number) => void,
): Promise<T> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", path);
  request.setRequestHeader("X-CSRF-Token", csrf);
  request.responseType = "json";
  request.upload.onprogress = (e) => {
    if (e.lengthComputable && e.total > 0) sent(e.loaded / e.total);
  };
  await new Promise<void>((resolve, reject) => {
    request.onload = () => {
      resolve();
    };
    request.onerror = () => {
      reject(new ApiError(0, "network", {}));
    };
    request.send(form);
  });
  const body: unknown = request.response;
  if (request.status < 200 || request.status > 299) throw refused(request.status, body);
  return body as T;
}
