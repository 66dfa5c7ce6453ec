import { useActionState, useState } from "react";
import { useText } from "../language/language";
import { ResultView } from "./ResultView";
import { runSparql, type Result } from "./sparql";

interface Outcome {
  result?: Result;
  error?: string;
}

/** An editor for a SPARQL query, and what the endpoint answers. */
export function SparqlForm({ initial }: { initial: string }) {
  const { query } = useText();
  const [words, setWords] = useState(initial);
  const [outcome, run, running] = useActionState(async (): Promise<Outcome> => {
    try {
      return { result: await runSparql(words) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }, {});
  return (
    <form action={run} className="sparql">
      <label htmlFor="sparql-query">{query.editor}</label>
      <textarea
        id="sparql-query"
        value={words}
        rows={Math.min(24, Math.max(8, words.split("\n").length))}
        spellCheck={false}
        onChange={(event) => {
          setWords(event.target.value);
        }}
      />
      <button type="submit" className="button" disabled={running}>
        {running ? query.running : query.run}
      </button>
      <div role="status">
        {outcome.error && <pre className="refusal">{outcome.error}</pre>}
        {outcome.result && <ResultView result={outcome.result} />}
      </div>
    </form>
  );
}
