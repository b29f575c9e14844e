import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from "react";

import { api, ApiError, ok, setCSRF, whenSignedOut, type Schema } from "../api";
import type { Role } from "../text/words";

export type SessionInfo = Schema["SessionView"];

interface SessionState {
  /** undefined until the first answer, null when nobody is signed in. */
  session: SessionInfo | null | undefined;
  /** Why the first answer did not come. */
  error: unknown;
  signIn: (username: string, password: string) => Promise<void>;
  signOut: (everywhere?: boolean) => Promise<void>;
  refresh: () => Promise<void>;
}

const SessionContext = createContext<SessionState | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<SessionInfo | null | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);

  const take = useCallback((info: SessionInfo | null) => {
    setCSRF(info?.csrf ?? "");
    setError(undefined);
    setSession(info);
  }, []);

  const refresh = useCallback(async () => {
    try {
      take(await ok(api.GET("/api/session")));
    } catch (e) {
      if (e instanceof ApiError && e.code === "session.none") take(null);
      else setError(e);
    }
  }, [take]);

  useEffect(() => {
    whenSignedOut(() => take(null));
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the answer comes later
    void refresh();
  }, [refresh, take]);

  const signIn = useCallback(
    async (username: string, password: string) => {
      take(await ok(api.POST("/api/session", { body: { username, password } })));
    },
    [take],
  );

  const signOut = useCallback(
    async (everywhere = false) => {
      await ok(api.DELETE("/api/session", { body: { everywhere } }));
      take(null);
    },
    [take],
  );

  const value = useMemo(
    () => ({ session, error, signIn, signOut, refresh }),
    [session, error, signIn, signOut, refresh],
  );
  return <SessionContext value={value}>{children}</SessionContext>;
}

export function useSessionState(): SessionState {
  const state = useContext(SessionContext);
  if (state === null) throw new Error("no SessionProvider above");
  return state;
}

/** The session of pages that only a signed-in person sees. */
export function useSession(): SessionInfo {
  const { session } = useSessionState();
  if (!session) throw new Error("nobody is signed in");
  return session;
}

/** The roles that the person holds for any unit, each once. */
export function rolesOf(session: SessionInfo): Role[] {
  return [...new Set(session.grants.map((g) => g.role))];
}

export function hasRole(session: SessionInfo, wanted: readonly Role[]): boolean {
  return session.grants.some((g) => wanted.includes(g.role));
}
