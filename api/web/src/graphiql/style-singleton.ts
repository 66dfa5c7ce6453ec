import { useEffect } from "react";

/**
 * Stands in for the package react-style-singleton, which writes inline <style> elements: a
 * constructed style sheet does the same and passes a strict Content-Security-Policy.
 */
export function styleSingleton() {
  return function Sheet({ styles }: { styles: string }) {
    useEffect(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(styles);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      return () => {
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((it) => it !== sheet);
      };
    }, [styles]);
    return null;
  };
}
