import type { FactFragment } from "../data/generated";
import type { RelationType } from "../vocabulary/vocabulary";

export type Direction = "out" | "in";

/** The facts of one relation, all pointing away from the entity or all towards it. */
export interface Group {
  key: string;
  label: string;
  direction: Direction;
  facts: FactFragment[];
}

const when = (fact: FactFragment) => fact.date ?? fact.year?.toString() ?? "9999";

function makeGroup(relation: RelationType, direction: Direction, facts: FactFragment[]): Group {
  const outwards = direction === "out" || relation.symmetric;
  return {
    key: direction === "out" ? relation.name : `${relation.name}-in`,
    label: outwards ? relation.label : relation.inverseLabel,
    direction,
    facts: facts.toSorted((a, b) => when(a).localeCompare(when(b))),
  };
}

/** Facts by relation in the ontology's order, outward before inward, dated before undated. */
export function groupFacts(
  facts: readonly FactFragment[],
  id: string,
  relations: readonly RelationType[],
): Group[] {
  const of = (relation: RelationType, direction: Direction) =>
    facts.filter(
      (it) =>
        it.predicate === relation.name && (it.subject.id === id ? "out" : "in") === direction,
    );
  return relations
    .flatMap((relation) => [
      makeGroup(relation, "out", of(relation, "out")),
      makeGroup(relation, "in", of(relation, "in")),
    ])
    .filter((group) => group.facts.length > 0);
}
