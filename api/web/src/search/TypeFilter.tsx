import type { SearchHitsQuery } from "../data/generated";
import { useText } from "../language/language";
import { Link } from "../routing/Link";
import { searchAddress } from "../routing/addresses";
import { Seal } from "../vocabulary/Seal";

interface Props {
  hits: SearchHitsQuery["search"];
  words: string;
  chosen: string | null;
}

/** Links that narrow the hits to one type, each with its count. */
export function TypeFilter({ hits, words, chosen }: Props) {
  const { search } = useText();
  const types = Object.entries(Object.groupBy(hits, ({ entity }) => entity.type));
  if (types.length < 2) return null;
  return (
    <nav aria-label={search.filter} className="chips">
      <Link to={searchAddress(words)} className="chip" aria-current={chosen ? undefined : "true"}>
        {search.all} <span className="count">{hits.length}</span>
      </Link>
      {types.map(([type, found = []]) => (
        <Link
          key={type}
          to={searchAddress(words, type)}
          className="chip"
          aria-current={chosen === type ? "true" : undefined}
        >
          <Seal type={type} label={found[0]?.entity.typeLabel ?? type} />
          {found[0]?.entity.typeLabel} <span className="count">{found.length}</span>
        </Link>
      ))}
    </nav>
  );
}
