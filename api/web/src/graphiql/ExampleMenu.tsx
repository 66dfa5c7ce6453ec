import type { SavedExamplesQuery } from "../data/generated";
import { useText } from "../language/language";

interface Props {
  examples: SavedExamplesQuery["examples"];
  onChoose: (query: string) => void;
}

/** The saved examples; choosing one puts it into the editor. */
export function ExampleMenu({ examples, onChoose }: Props) {
  const text = useText().graphiql;
  if (examples.length === 0) return null;
  return (
    <nav aria-label={text.examples} className="example-menu">
      {examples.map(({ name, title, text: query }) => (
        <button
          key={name}
          type="button"
          className="chip"
          onClick={() => {
            onChoose(query);
          }}
        >
          {title}
        </button>
      ))}
    </nav>
  );
}
