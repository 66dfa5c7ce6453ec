import { NotFound } from "../app/NotFound";
import { useAnswer } from "../data/answers";
import { NetworkAround } from "../data/generated";
import { useLanguage } from "../language/language";
import { useNavigation } from "../routing/location";
import { Explorer } from "./Explorer";

export const NEIGHBOURS = 60;

/** The network around an entity: `?id=` its IRI. */
export default function NetworkView() {
  const { language, text } = useLanguage();
  const id = useNavigation().query.get("id") ?? "";
  const { entity, neighbourhood } = useAnswer(NetworkAround, {
    lang: language,
    id,
    limit: NEIGHBOURS,
  });
  if (!entity) return <NotFound message={id ? text.network.missing : text.network.choose} />;
  return <Explorer key={`${id} ${language}`} entity={entity} start={neighbourhood} />;
}
