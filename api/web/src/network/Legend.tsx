import { useText } from "../language/language";
import { Seal } from "../vocabulary/Seal";
import { relationColour } from "../vocabulary/colours";
import { useVocabulary } from "../vocabulary/vocabulary";
import type { Network } from "./network";

interface Props {
  network: Network;
  hidden: ReadonlySet<string>;
  onChange: (hidden: ReadonlySet<string>) => void;
}

const toggled = (set: ReadonlySet<string>, name: string) =>
  set.has(name) ? new Set([...set].filter((it) => it !== name)) : new Set([...set, name]);

/** Which colour means which type or relation; relations can be hidden. */
export function Legend({ network, hidden, onChange }: Props) {
  const text = useText().network;
  const { types, relations } = useVocabulary();
  const nodes = [...network.nodes.values()];
  const edges = [...network.edges.values()];
  return (
    <section aria-label={text.legend} className="legend">
      <h2>{text.types}</h2>
      <ul className="chips">
        {types
          .filter(({ name }) => nodes.some(({ type }) => type === name))
          .map(({ name, label }) => (
            <li key={name} className="chip">
              <Seal type={name} label={label} />
              {label}
            </li>
          ))}
      </ul>
      <h2>{text.relations}</h2>
      <ul className="chips">
        {relations.map(({ name, label }, index) =>
          edges.some(({ relation }) => relation === name) ? (
            <li key={name}>
              <button
                type="button"
                className="chip"
                aria-pressed={!hidden.has(name)}
                onClick={() => {
                  onChange(toggled(hidden, name));
                }}
              >
                <span className="line" style={{ "--accent": relationColour(index) }} />
                {label}
              </button>
            </li>
          ) : null,
        )}
      </ul>
    </section>
  );
}
