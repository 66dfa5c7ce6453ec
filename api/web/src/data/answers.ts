import { createContext, use } from "react";
import type { Operation } from "./generated";
import { request } from "./request";

/** The answers of this visit, by operation and variables; a generation never changes. */
export class Answers {
  private readonly known = new Map<string, Promise<unknown>>();

  get<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const key = JSON.stringify([operation, variables]);
    const answer = this.known.get(key) ?? request(operation, variables);
    this.known.set(key, answer);
    return answer as Promise<Data>;
  }

  /** Forgets everything, so that the next look asks the server again. */
  clear(): void {
    this.known.clear();
  }
}

export const AnswersContext = createContext(new Answers());

/** The answer to an operation; suspends until it is there, throws when the server refuses. */
export function useAnswer<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
): Data {
  return use(use(AnswersContext).get(operation, variables));
}
