import { createContext, use, useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";

export type Theme = "light" | "dark";

interface ThemeChoice {
  theme: Theme;
  choose: (theme: Theme) => void;
}

const STORED = "zhengtu.theme";

/** What was chosen last before what the system prefers. */
export function preferredTheme(): Theme {
  const stored = localStorage.getItem(STORED);
  if (stored === "light" || stored === "dark") return stored;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

const ThemeContext = createContext<ThemeChoice | null>(null);

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [theme, setTheme] = useState(preferredTheme);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const choice = useMemo<ThemeChoice>(
    () => ({
      theme,
      choose: (next) => {
        localStorage.setItem(STORED, next);
        setTheme(next);
      },
    }),
    [theme],
  );
  return <ThemeContext value={choice}>{children}</ThemeContext>;
}

export function useTheme(): ThemeChoice {
  const choice = use(ThemeContext);
  if (!choice) throw new Error("useTheme needs a ThemeProvider above it");
  return choice;
}
