import type { NetworkAroundQuery } from "../data/generated";

export type NetworkNode = NetworkAroundQuery["neighbourhood"]["nodes"][number];
export type NetworkEdge = NetworkAroundQuery["neighbourhood"]["edges"][number];

/** What is drawn: nodes and edges by id, and which nodes were expanded. */
export interface Network {
  nodes: ReadonlyMap<string, NetworkNode>;
  edges: ReadonlyMap<string, NetworkEdge>;
  expanded: ReadonlySet<string>;
  truncated: boolean;
}

type Neighbourhood = NetworkAroundQuery["neighbourhood"];

export const emptyNetwork: Network = {
  nodes: new Map(),
  edges: new Map(),
  expanded: new Set(),
  truncated: false,
};

const byId = <Item extends { id: string }>(items: readonly Item[]) =>
  items.map((item) => [item.id, item] as const);

/** A network with the neighbourhood of one of its nodes added. */
export function expand(network: Network, id: string, found: Neighbourhood): Network {
  const nodes = new Map([...network.nodes, ...byId(found.nodes)]);
  const drawable = found.edges.filter(({ source, target }) => nodes.has(source) && nodes.has(target));
  return {
    nodes,
    edges: new Map([...network.edges, ...byId(drawable)]),
    expanded: new Set([...network.expanded, id]),
    truncated: network.truncated || found.truncated,
  };
}

/** A network without some relations, and without nodes that nothing else holds. */
export function withoutRelations(
  network: Network,
  hidden: ReadonlySet<string>,
  focus: string,
): Network {
  const edges = [...network.edges].filter(([, { relation }]) => !hidden.has(relation));
  const held = new Set(edges.flatMap(([, { source, target }]) => [source, target])).add(focus);
  const nodes = [...network.nodes].filter(([id]) => held.has(id));
  return { ...network, nodes: new Map(nodes), edges: new Map(edges) };
}
