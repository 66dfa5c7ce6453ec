import { Heading } from "../app/Heading";
import { useAnswer } from "../data/answers";
import { SearchHits } from "../data/generated";
import { useLanguage, useText } from "../language/language";
import { useNavigation } from "../routing/location";
import { Hit } from "./Hit";
import { SearchBox } from "./SearchBox";
import { TypeFilter } from "./TypeFilter";

const FIRST = 100;

export function SearchView() {
  const { search } = useText();
  const { query } = useNavigation();
  const words = query.get("q")?.trim() ?? "";
  return (
    <div className="column">
      <Heading title={words ? search.titleFor(words) : search.title}>{search.title}</Heading>
      <SearchBox id="search" initial={words} key={words} large />
      {words ? <Results words={words} type={query.get("type")} /> : <p>{search.ask}</p>}
    </div>
  );
}

function Results({ words, type }: { words: string; type: string | null }) {
  const { language, text } = useLanguage();
  const hits = useAnswer(SearchHits, { lang: language, text: words, first: FIRST }).search;
  const shown = type ? hits.filter(({ entity }) => entity.type === type) : hits;
  if (hits.length === 0) return <p role="status">{text.search.nothing(words)}</p>;
  return (
    <section aria-label={text.search.foundFor(words)}>
      <p role="status" className="quiet">
        {text.search.found(shown.length)}
      </p>
      <TypeFilter hits={hits} words={words} chosen={type} />
      <ol className="hits">
        {shown.map((hit) => (
          <Hit key={hit.entity.id} hit={hit} />
        ))}
      </ol>
    </section>
  );
}
