import { createContext, use, useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import type { Language } from "../data/generated";
import { en } from "./en";
import { zh, type Messages } from "./zh";

interface Speech {
  language: Language;
  text: Messages;
  speak: (language: Language) => void;
}

const STORED = "zhengtu.language";
const TAGS: Record<Language, string> = { ZH: "zh-Hans", EN: "en" };
const MESSAGES: Record<Language, Messages> = { ZH: zh, EN: en };

const parse = (tag: string | null): Language | null =>
  tag === null ? null : tag.toLowerCase().startsWith("zh") ? "ZH" : "EN";

/** `?lang=` before what was chosen last before what the browser prefers. */
export function preferredLanguage(): Language {
  const asked = new URLSearchParams(window.location.search).get("lang");
  return parse(asked) ?? parse(localStorage.getItem(STORED)) ?? parse(navigator.language) ?? "ZH";
}

function remember(language: Language) {
  localStorage.setItem(STORED, TAGS[language]);
  const address = new URL(window.location.href);
  if (!address.searchParams.has("lang")) return;
  address.searchParams.set("lang", language.toLowerCase());
  window.history.replaceState(null, "", address);
}

const SpeechContext = createContext<Speech | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(preferredLanguage);
  useEffect(() => {
    document.documentElement.lang = TAGS[language];
  }, [language]);
  const speech = useMemo<Speech>(
    () => ({
      language,
      text: MESSAGES[language],
      speak: (next) => {
        remember(next);
        setLanguage(next);
      },
    }),
    [language],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useLanguage(): Speech {
  const speech = use(SpeechContext);
  if (!speech) throw new Error("useLanguage needs a LanguageProvider above it");
  return speech;
}

/** The page's own words in the reader's language. */
export const useText = (): Messages => useLanguage().text;
