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

/** The part of an IRI after `/id/`, as a path; null for IRIs of another form. */
function localPath(iri: string): string | null {
  const local = /\/id\/(.+)$/.exec(iri)?.[1];
  return local?.split("/").map(encodeURIComponent).join("/") ?? null;
}

function thingAddress(view: string, iri: string): string {
  const path = localPath(iri);
  return path ? `${view}/${path}` : withQuery(view, { id: iri });
}

/** The IRI that an address of `thingAddress` names, under the `base` of all IRIs; or null. */
export function iriFrom(base: string, path: string, query: URLSearchParams): string | null {
  const [, local] = /^\/[^/]+\/(.+)$/.exec(path) ?? [];
  return local ? base + decodeURIComponent(local) : query.get("id");
}

export const entityAddress = (iri: string) => thingAddress("/entity", iri);

export const namedEntityAddress = (name: string, type: string, relation?: string) =>
  withQuery("/entity", { name, type }) + (relation ? `#${relation}` : "");

export const networkAddress = (iri: string) => thingAddress("/network", iri);

/** A report; with `start` and `end` (code points of its text) that passage is highlighted. */
export const reportAddress = (name: string, start?: number, end?: number) =>
  withQuery(`/report/${encodeURIComponent(name)}`, { start, end });

export const graphiqlAddress = (example?: string) => withQuery("/graphql", { example });
export const sparqlAddress = (example: string) => withQuery("/query", { example });
