import type { Fetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import "graphiql/style.css";
import { useState } from "react";
import { useAnswer } from "../data/answers";
import { SavedExamples } from "../data/generated";
import { useLanguage } from "../language/language";
import { useTheme } from "../theme/theme";
import { ExampleMenu } from "./ExampleMenu";

const fetcher: Fetcher = async (parameters) => {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(parameters),
  });
  return response.json() as Promise<Record<string, unknown>>;
};

/** GraphiQL on our own endpoint; `?example=` names the saved query that it opens with. */
export default function Workbench() {
  const { language } = useLanguage();
  const { theme } = useTheme();
  const examples = useAnswer(SavedExamples, { lang: language }).examples.filter(
    (it) => it.language === "GRAPHQL",
  );
  const asked = new URLSearchParams(window.location.search).get("example");
  const [query, setQuery] = useState(
    () => (examples.find(({ name }) => name === asked) ?? examples[0])?.text,
  );
  return (
    <>
      <ExampleMenu examples={examples} onChoose={setQuery} />
      <GraphiQL
        fetcher={fetcher}
        forcedTheme={theme}
        {...(query === undefined ? {} : { query })}
      >
        <GraphiQL.Logo>{""}</GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}
