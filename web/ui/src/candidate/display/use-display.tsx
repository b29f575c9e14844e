import { createContext, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { apply, plain, sound, step, type Display } from "./display";

interface DisplayContext {
  display: Display;
  /** What the server says of the candidate: it counts until they choose something else. */
  follow: (said: Display) => void;
  larger: () => void;
  smaller: () => void;
  contrast: () => void;
  /** The next candidate starts without anybody's choice. */
  reset: () => void;
}

const storageName = "kt-display";

interface Kept {
  said: Display;
  chosen: Display;
}

/** The choice of this tab: it survives a reload and dies with the tab. */
function read(): Kept {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageName) ?? "null") as Partial<Kept> | null;
    return { said: sound(kept?.said), chosen: sound(kept?.chosen) };
  } catch {
    return { said: plain, chosen: plain };
  }
}

const same = (a: Display, b: Display) => a.scale === b.scale && a.contrast === b.contrast;

const Context = createContext<DisplayContext | null>(null);

/** Holds size of type and contrast and shows the page so. */
export function DisplayProvider({ children }: { children: ReactNode }) {
  const [kept, setKept] = useState<Kept>(read);
  const { chosen } = kept;
  useEffect(() => {
    apply(chosen);
    try {
      sessionStorage.setItem(storageName, JSON.stringify(kept));
    } catch {
      // The choice then lasts as long as the page.
    }
  }, [kept, chosen]);

  const follow = useCallback((said: Display) => {
    const next = sound(said);
    setKept((k) => (same(k.said, next) ? k : { said: next, chosen: next }));
  }, []);
  const choose = useCallback(
    (f: (d: Display) => Display) => setKept((k) => ({ ...k, chosen: f(k.chosen) })),
    [],
  );
  const value = useMemo(
    () => ({
      display: chosen,
      follow,
      larger: () => choose((d) => ({ ...d, scale: step(d.scale, true) })),
      smaller: () => choose((d) => ({ ...d, scale: step(d.scale, false) })),
      contrast: () =>
        choose((d) => ({ ...d, contrast: d.contrast === "high" ? "normal" : "high" })),
      reset: () => setKept({ said: plain, chosen: plain }),
    }),
    [chosen, follow, choose],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** Size of type and contrast of the page. */
export function useDisplay(): DisplayContext {
  const context = useContext(Context);
  if (!context) throw new Error("useDisplay outside of DisplayProvider");
  return context;
}
