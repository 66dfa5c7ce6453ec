export interface Term {
  type: string;
  value: string;
}

export interface Table {
  columns: string[];
  rows: Record<string, Term>[];
}

/** What the endpoint answers: rows of SELECT, yes or no of ASK, or triples as text. */
export type Result = { table: Table } | { verdict: boolean } | { triples: string };

interface ResultsJson {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Record<string, Term>[] };
}

interface Problem {
  detail?: string;
  title?: string;
}

const ACCEPTED = "application/sparql-results+json, text/turtle;q=0.9, application/n-triples;q=0.8";

async function complaint(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { detail, title } = JSON.parse(text) as Problem;
    return detail ?? title ?? text;
  } catch {
    return text || `HTTP ${response.status}`;
  }
}

/** Runs a query at our own endpoint; throws with the endpoint's words when it refuses. */
export async function runSparql(query: string): Promise<Result> {
  const response = await fetch("/sparql", {
    method: "POST",
    headers: { Accept: ACCEPTED },
    body: new URLSearchParams({ query }),
  });
  if (!response.ok) throw new Error(await complaint(response));
  if (!response.headers.get("content-type")?.includes("json")) {
    return { triples: await response.text() };
  }
  const { head, boolean, results } = (await response.json()) as ResultsJson;
  if (boolean !== undefined) return { verdict: boolean };
  return { table: { columns: head.vars ?? [], rows: results?.bindings ?? [] } };
}
