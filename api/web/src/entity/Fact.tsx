import type { FactFragment } from "../data/generated";
import { useText } from "../language/language";
import { EntityName } from "../vocabulary/EntityName";
import type { Direction } from "./groups";
import { Qualifiers } from "./Qualifiers";
import { Quote } from "./Quote";

interface Props {
  fact: FactFragment;
  direction: Direction;
}

/** One statement: the other end, what narrows it, and the sentences that prove it. */
export function Fact({ fact, direction }: Props) {
  const { entity } = useText();
  const [first, ...others] = fact.evidence;
  return (
    <li className="fact">
      <div className="fact-line">
        <OtherEnd fact={fact} direction={direction} />
        <Qualifiers fact={fact} />
      </div>
      {first && <Quote evidence={first} />}
      {others.length > 0 && (
        <details>
          <summary>{entity.moreEvidence(others.length)}</summary>
          {others.map((evidence) => (
            <Quote key={evidence.id} evidence={evidence} />
          ))}
        </details>
      )}
    </li>
  );
}

function OtherEnd({ fact, direction }: Props) {
  const other = direction === "out" ? fact.object : fact.subject;
  if (other) return <EntityName entity={other} />;
  return (
    <span className="figure" lang="zh-Hans">
      {fact.indicator && <span>{fact.indicator}</span>}
      <strong>{fact.literal}</strong>
    </span>
  );
}
