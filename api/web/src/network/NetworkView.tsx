import { NotFound } from "../app/NotFound";
import { useAnswer } from "../data/answers";
import { NetworkAround } from "../data/generated";
import { useLanguage } from "../language/language";
import { iriFrom } from "../routing/addresses";
import { useNavigation } from "../routing/location";
import { useVocabulary } from "../vocabulary/vocabulary";
import { Explorer } from "./Explorer";

const NEIGHBOURS = 60;

/** The network around the entity that the address names. */
export default function NetworkView() {
  const { language, text } = useLanguage();
  const { path, query } = useNavigation();
  const { generation } = useVocabulary();
  const id = iriFrom(generation.base, path, query) ?? "";
  const { entity, neighbourhood } = useAnswer(NetworkAround, {
    lang: language,
    id,
    limit: NEIGHBOURS,
  });
  if (!entity) return <NotFound message={id ? text.network.missing : text.network.choose} />;
  return <Explorer key={`${id} ${language}`} entity={entity} start={neighbourhood} />;
}
