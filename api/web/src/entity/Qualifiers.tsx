import type { FactFragment } from "../data/generated";
import { EntityName } from "../vocabulary/EntityName";

/** Shown elsewhere in the fact. */
const SHOWN = new Set(["indicator", "value", "unit", "date", "year"]);
/** Their values speak for themselves. */
const BARE = new Set(["status", "role", "mode"]);

/** Date, status and whatever else narrows a statement. */
export function Qualifiers({ fact }: { fact: FactFragment }) {
  const when = fact.date ?? fact.year;
  return (
    <ul className="qualifiers">
      {when !== null && (
        <li>
          <time dateTime={String(when)}>{when}</time>
        </li>
      )}
      {fact.qualifiers
        .filter(({ name }) => !SHOWN.has(name))
        .map(({ name, label, value, valueLabel, entity }) => (
          <li key={`${name} ${value}`} className={`qualifier-${name}`} data-value={value}>
            {!BARE.has(name) && <span className="quiet">{label} </span>}
            {entity ? <EntityName entity={entity} /> : valueLabel}
          </li>
        ))}
    </ul>
  );
}
