import { createContext, useContext, useMemo, useState, type ReactNode } from "react";

export type Language = "vi" | "en";

/** A sentence in both languages. */
export interface Both {
  vi: string;
  en: string;
}

interface LanguageState {
  language: Language;
  setLanguage: (language: Language) => void;
}

const storeKey = "kt_language";

const LanguageContext = createContext<LanguageState>({
  language: "vi",
  setLanguage: () => undefined,
});

function stored(): Language {
  try {
    return localStorage.getItem(storeKey) === "en" ? "en" : "vi";
  } catch {
    return "vi"; // storage is switched off
  }
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setState] = useState<Language>(stored);
  const value = useMemo(
    () => ({
      language,
      setLanguage: (next: Language) => {
        setState(next);
        document.documentElement.lang = next;
        try {
          localStorage.setItem(storeKey, next);
        } catch {
          // storage is switched off: the choice lasts until the page is left
        }
      },
    }),
    [language],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageState {
  return useContext(LanguageContext);
}

/** Picks the sentence of the language in use: `const t = useText(); t("Lưu", "Save")`. */
export type Text = (vi: string, en: string) => string;

export function useText(): Text {
  const { language } = useContext(LanguageContext);
  return useMemo(() => (vi: string, en: string) => (language === "vi" ? vi : en), [language]);
}
