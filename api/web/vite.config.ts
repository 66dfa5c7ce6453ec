import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** GraphiQL's style sheet carries its fonts as data: addresses, which our policy refuses. */
function withoutEmbeddedFonts(): Plugin {
  return {
    name: "without-embedded-fonts",
    enforce: "pre",
    transform: (code, id) =>
      id.includes("graphiql") && id.endsWith(".css")
        ? code.replace(/@font-face\s*\{[^}]*\}/g, "")
        : undefined,
  };
}

export default defineConfig({
  plugins: [react(), withoutEmbeddedFonts()],
  resolve: {
    // Dialogs lock scrolling through an inline <style>, which our policy refuses.
    alias: { "react-style-singleton": here("src/graphiql/style-singleton.ts") },
  },
  build: {
    outDir: "../static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: "es2022",
    rolldownOptions: { input: { index: here("index.html"), graphiql: here("graphiql.html") } },
  },
  server: {
    proxy: { "/graphql": "http://127.0.0.1:8000", "/sparql": "http://127.0.0.1:8000" },
  },
});
