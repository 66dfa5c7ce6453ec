import { useEffect, type ReactNode } from "react";
import { useText } from "../language/language";

interface Props {
  children: ReactNode;
  /** What the browser's tab says, where it differs from the heading. */
  title?: string;
  lang?: string;
  className?: string;
}

/** The one h1 of a view; it names the browser's tab too. */
export function Heading({ children, title, lang, className }: Props) {
  const { name } = useText();
  const tab = title ?? (typeof children === "string" ? children : "");
  useEffect(() => {
    document.title = tab && tab !== name ? `${tab} · ${name}` : name;
  }, [tab, name]);
  return (
    <h1 lang={lang} className={className}>
      {children}
    </h1>
  );
}
