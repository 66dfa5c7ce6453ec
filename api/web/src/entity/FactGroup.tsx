import { useState } from "react";
import { useText } from "../language/language";
import { Fact } from "./Fact";
import type { Group } from "./groups";

const STEP = 12;

/** One relation's facts; long groups open step by step. */
export function FactGroup({ group }: { group: Group }) {
  const { entity } = useText();
  const [limit, setLimit] = useState(STEP);
  const rest = Math.max(0, group.facts.length - limit);
  return (
    <section id={group.key} aria-labelledby={`${group.key}-label`} className="fact-group">
      <h2 id={`${group.key}-label`}>
        {group.label} <span className="count">{group.facts.length}</span>
      </h2>
      <ul className="facts">
        {group.facts.slice(0, limit).map((fact) => (
          <Fact key={fact.id} fact={fact} direction={group.direction} />
        ))}
      </ul>
      {rest > 0 && (
        <button
          type="button"
          className="button"
          onClick={() => {
            setLimit(limit + STEP * 4);
          }}
        >
          {entity.more(Math.min(rest, STEP * 4))}
        </button>
      )}
    </section>
  );
}
