import { useEffect } from "react";
import { Heading } from "../app/Heading";
import { NotFound } from "../app/NotFound";
import { useAnswer } from "../data/answers";
import { EntityFacts } from "../data/generated";
import { useLanguage } from "../language/language";
import { iriFrom } from "../routing/addresses";
import { useNavigation } from "../routing/location";
import { useVocabulary } from "../vocabulary/vocabulary";
import { Contents } from "./Contents";
import { EntityHead } from "./EntityHead";
import { FactGroup } from "./FactGroup";
import { groupFacts } from "./groups";

const FIRST = 500;

/** Everything known about one entity: the address has its IRI, or `?name=` and `?type=`. */
export function EntityView() {
  const { language, text } = useLanguage();
  const { path, query, hash } = useNavigation();
  const { generation, relations } = useVocabulary();
  const { entity } = useAnswer(EntityFacts, {
    lang: language,
    iri: iriFrom(generation.base, path, query),
    name: query.get("name"),
    type: query.get("type"),
    first: FIRST,
  });
  useEffect(() => {
    if (hash) document.getElementById(hash)?.scrollIntoView();
  }, [hash]);
  if (!entity) return <NotFound message={text.entity.missing} />;
  const { nodes, totalCount } = entity.statements;
  const groups = groupFacts(nodes, entity.id, relations);
  return (
    <div className="with-aside">
      <Contents groups={groups} />
      <article>
        <EntityHead entity={entity} heading={<Heading lang="zh-Hans">{entity.label}</Heading>} />
        {totalCount === 0 && <p>{text.entity.none}</p>}
        {nodes.length < totalCount && <p>{text.entity.shown(nodes.length, totalCount)}</p>}
        {groups.map((group) => (
          <FactGroup key={group.key} group={group} />
        ))}
      </article>
    </div>
  );
}
