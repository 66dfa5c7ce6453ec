import { lazy, Suspense, useMemo, useState } from "react";
import { Heading } from "../app/Heading";
import { Loading } from "../app/Loading";
import type { EntityBriefFragment, NetworkAroundQuery } from "../data/generated";
import { useText } from "../language/language";
import { useTheme } from "../theme/theme";
import { EntityName } from "../vocabulary/EntityName";
import { Legend } from "./Legend";
import { NetworkList } from "./NetworkList";
import { emptyNetwork, expand, withoutRelations } from "./network";
import { useExpansion } from "./expansion";

const NetworkPicture = lazy(() => import("./NetworkPicture"));

interface Props {
  entity: EntityBriefFragment;
  start: NetworkAroundQuery["neighbourhood"];
}

/** The picture, its legend, and the list that says the same. */
export function Explorer({ entity, start }: Props) {
  const text = useText().network;
  const { theme } = useTheme();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const first = useMemo(() => expand(emptyNetwork, entity.id, start), [entity, start]);
  const { network, pending, expandNode } = useExpansion(first);
  const shown = useMemo(
    () => withoutRelations(network, hidden, entity.id),
    [network, hidden, entity],
  );
  return (
    <div className="explorer">
      <header className="explorer-head">
        <Heading title={text.titleFor(entity.label)}>{text.title}</Heading>
        <EntityName entity={entity} />
        <p role="status" className="quiet">
          {pending ? text.expanding : text.count(shown.nodes.size, shown.edges.size)}
          {network.truncated && ` · ${text.truncated}`}
        </p>
      </header>
      <div className="picture">
        <Suspense fallback={<Loading />}>
          <NetworkPicture key={theme} network={shown} focus={entity.id} onChoose={expandNode} />
        </Suspense>
        <p className="quiet hint">{text.hint}</p>
      </div>
      <div className="explorer-side">
        <Legend network={network} hidden={hidden} onChange={setHidden} />
        <NetworkList network={shown} onExpand={expandNode} />
      </div>
    </div>
  );
}
