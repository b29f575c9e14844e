import { createContext, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { en } from "./en";
import { vi, type TextKey } from "./vi";

/** Languages of the candidate's pages. */
export type Language = "vi" | "en";

/** Values for the {names} in a sentence. */
export type TextValues = Record<string, string | number>;

/** Gives the sentence of a key in the present language. */
export type Translate = (key: TextKey, values?: TextValues) => string;

interface LanguageContext {
  language: Language;
  t: Translate;
  toggle: () => void;
}

const storageName = "kt-language";
const sentences = { vi, en };

function translate(language: Language, key: TextKey, values?: TextValues): string {
  return sentences[language][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    values && name in values ? String(values[name]) : whole,
  );
}

function startLanguage(): Language {
  try {
    return localStorage.getItem(storageName) === "en" ? "en" : "vi";
  } catch {
    return "vi";
  }
}

const Context = createContext<LanguageContext | null>(null);

/** Holds the language of the page and keeps `lang` of the document right. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(startLanguage);
  const toggle = useCallback(() => setLanguage((l) => (l === "vi" ? "en" : "vi")), []);
  useEffect(() => {
    document.documentElement.lang = language;
    try {
      localStorage.setItem(storageName, language);
    } catch {
      // The choice then lasts as long as the page.
    }
  }, [language]);
  const value = useMemo(
    () => ({
      language,
      toggle,
      t: (key: TextKey, values?: TextValues) => translate(language, key, values),
    }),
    [language, toggle],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** The language of the page. */
export function useLanguage(): LanguageContext {
  const context = useContext(Context);
  if (!context) throw new Error("useLanguage outside of LanguageProvider");
  return context;
}

/** The sentence of an error code; names the code where there is none. */
export function errorText(t: Translate, code: string): string {
  const key = `error.${code}`;
  return key in vi ? t(key as TextKey) : t("error.unknown", { code });
}
