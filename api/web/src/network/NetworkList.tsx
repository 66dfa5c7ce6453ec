import { Quote } from "../entity/Quote";
import { useText } from "../language/language";
import { EntityName } from "../vocabulary/EntityName";
import { useVocabulary } from "../vocabulary/vocabulary";
import type { Network, NetworkEdge } from "./network";

interface Props {
  network: Network;
  onExpand: (id: string) => void;
}

/** The network in words: every relation with its two ends and its sentence. */
export function NetworkList({ network, onExpand }: Props) {
  const text = useText().network;
  const { relations } = useVocabulary();
  const edges = [...network.edges.values()];
  return (
    <section aria-label={text.list} className="network-list">
      <h2>{text.list}</h2>
      {relations
        .map(({ name, label }) => ({
          label,
          found: edges.filter(({ relation }) => relation === name),
        }))
        .filter(({ found }) => found.length > 0)
        .map(({ label, found }) => (
          <details key={label} open>
            <summary>
              {label} <span className="count">{found.length}</span>
            </summary>
            <ul>
              {found.map((edge) => (
                <Line key={edge.id} edge={edge} network={network} onExpand={onExpand} />
              ))}
            </ul>
          </details>
        ))}
    </section>
  );
}

function Line({ edge, network, onExpand }: Props & { edge: NetworkEdge }) {
  const [evidence] = edge.statement.evidence;
  return (
    <li>
      <End id={edge.source} network={network} onExpand={onExpand} />
      <span aria-hidden="true"> → </span>
      <End id={edge.target} network={network} onExpand={onExpand} />
      {evidence && <Quote evidence={evidence} />}
    </li>
  );
}

function End({ id, network, onExpand }: Props & { id: string }) {
  const text = useText().network;
  const node = network.nodes.get(id);
  if (!node) return null;
  return (
    <span className="end">
      <EntityName entity={node} />
      {!network.expanded.has(id) && (
        <button
          type="button"
          className="expand"
          aria-label={text.expandName(node.label)}
          title={text.expandName(node.label)}
          onClick={() => {
            onExpand(id);
          }}
        >
          +
        </button>
      )}
    </span>
  );
}
