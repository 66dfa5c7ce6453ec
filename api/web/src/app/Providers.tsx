import { useState, type ReactNode } from "react";
import { Answers, AnswersContext } from "../data/answers";
import { LanguageProvider } from "../language/language";
import { NavigationProvider } from "../routing/location";
import { ThemeProvider } from "../theme/theme";

export function Providers({ children }: { children: ReactNode }) {
  const [answers] = useState(() => new Answers());
  return (
    <AnswersContext value={answers}>
      <LanguageProvider>
        <ThemeProvider>
          <NavigationProvider>{children}</NavigationProvider>
        </ThemeProvider>
      </LanguageProvider>
    </AnswersContext>
  );
}
