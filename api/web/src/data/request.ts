import type { Operation } from "./generated";

/** The server answered, and said no; `message` is meant for the reader. */
export class RequestError extends Error {
  override name = "RequestError";
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string }[];
}

/** Asks the server one operation; throws `RequestError` when it refuses or can't be reached. */
export async function request<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ query: operation, variables }),
  });
  const answer = (await response.json().catch(() => ({}))) as Answer<Data>;
  const first = answer.errors?.[0];
  if (first) throw new RequestError(first.message);
  if (!answer.data) throw new RequestError(`HTTP ${response.status} ${response.statusText}`);
  return answer.data;
}
