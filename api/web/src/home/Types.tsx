import { useText } from "../language/language";
import { Seal } from "../vocabulary/Seal";
import { useVocabulary } from "../vocabulary/vocabulary";

/** The kinds of things in this edition, with how many of each. */
export function Types() {
  const { home } = useText();
  const { types } = useVocabulary();
  return (
    <section aria-labelledby="types">
      <h2 id="types">{home.types}</h2>
      <ul className="types">
        {types
          .filter(({ count }) => count > 0)
          .map(({ name, label, comment, count }) => (
            <li key={name}>
              <Seal type={name} label={label} />
              <div>
                <strong>{label}</strong> <span className="count">{count.toLocaleString()}</span>
                <p className="quiet">{comment}</p>
              </div>
            </li>
          ))}
      </ul>
    </section>
  );
}
