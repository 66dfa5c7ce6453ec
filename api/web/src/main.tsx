import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { Providers } from "./app/Providers";
import "./styles/index.css";

const page = document.getElementById("page");
if (!page) throw new Error("index.html has no element #page");

createRoot(page).render(
  <StrictMode>
    <Providers>
      <App />
    </Providers>
  </StrictMode>,
);
