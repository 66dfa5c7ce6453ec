import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { Loading } from "../app/Loading";
import { Providers } from "../app/Providers";
import { Trouble } from "../app/Trouble";
import "../styles/index.css";
import { Bar } from "./Bar";

const Workbench = lazy(() => import("./Workbench"));

const page = document.getElementById("page");
if (!page) throw new Error("graphiql.html has no element #page");

createRoot(page).render(
  <StrictMode>
    <Providers>
      <div className="workbench">
        <Bar />
        <main id="content">
          <Trouble>
            <Suspense fallback={<Loading />}>
              <Workbench />
            </Suspense>
          </Trouble>
        </main>
      </div>
    </Providers>
  </StrictMode>,
);
