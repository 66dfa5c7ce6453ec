/** Every view's address in one place; addresses can be shared and bookmarked. */

type Parameters = Record<string, string | number | undefined>;

function withQuery(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export const homeAddress = "/";
export const queryAddress = "/query";

export const searchAddress = (text: string, type?: string) =>
  withQuery("/search", { q: text, type });

export const entityAddress = (id: string, relation?: string) =>
  withQuery("/entity", { id }) + (relation ? `#${relation}` : "");

export const namedEntityAddress = (name: string, type: string, relation?: string) =>
  withQuery("/entity", { name, type }) + (relation ? `#${relation}` : "");

export const networkAddress = (id: string) => withQuery("/network", { id });

/** A report; with `start` and `end` (code points of its text) that passage is highlighted. */
export const reportAddress = (name: string, start?: number, end?: number) =>
  withQuery(`/report/${encodeURIComponent(name)}`, { start, end });

export const graphiqlAddress = (example?: string) => withQuery("/graphql", { example });
export const sparqlAddress = (example: string) => withQuery("/query", { example });
