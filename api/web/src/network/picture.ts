import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import { relationColour, resolveColour, typeColour } from "../vocabulary/colours";
import type { RelationType } from "../vocabulary/vocabulary";
import { drawHover } from "./hover";
import { layOut, type Position } from "./layout";
import type { Network } from "./network";

const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const LONGEST_LABEL = 12;
const MOST_PADDING = 70; // labels stand to the right of their nodes

const colourNow = (name: string) => resolveColour(`var(--${name})`);

/** An empty picture in an element, with the colours of the theme. */
export function createPicture(box: HTMLElement): Sigma {
  const picture = new Sigma(new MultiDirectedGraph(), box, {
    allowInvalidContainer: true,
    defaultEdgeType: "arrow",
    labelFont: FONT,
    labelSize: 13,
    labelColor: { color: colourNow("ink") },
    labelRenderedSizeThreshold: 5,
    labelDensity: 0.9,
    labelGridCellSize: 90,
    edgeLabelFont: FONT,
    edgeLabelSize: 11,
    edgeLabelColor: { color: colourNow("ink-quiet") },
    renderEdgeLabels: true,
    defaultDrawNodeHover: drawHover(colourNow("paper"), colourNow("ink"), colourNow("rule")),
    stagePadding: Math.min(MOST_PADDING, box.clientWidth / 10),
    zIndex: true,
    minCameraRatio: 0.1,
    maxCameraRatio: 4,
  });
  followPointer(picture);
  return picture;
}

/** While the pointer is on a node, only its own relations stand out, with their names. */
function followPointer(picture: Sigma) {
  let under: string | null = null;
  const look = (node: string | null) => () => {
    under = node;
    picture.refresh({ skipIndexation: true });
  };
  picture.on("enterNode", ({ node }) => {
    look(node)();
  });
  picture.on("leaveNode", look(null));
  picture.setSetting("edgeReducer", (edge, attributes) => {
    if (under === null) return { ...attributes, label: null };
    const near = picture.getGraph().hasExtremity(edge, under);
    return near ? { ...attributes, size: 2.5, zIndex: 1 } : { ...attributes, label: null, color: colourNow("rule") };
  });
}

const shorten = (label: string) =>
  label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL)}…` : label;

const LABEL_STRETCH = 1.3; // labels are wider than high
const FOCUS_SIZE = 15;
const sizeOf = (degree: number) => 5 + Math.min(9, Math.sqrt(degree));

/** Draws a network and returns where its nodes stand; nodes drawn before stay near their place. */
export function draw(
  picture: Sigma,
  network: Network,
  focus: string,
  relations: readonly RelationType[],
  before: ReadonlyMap<string, Position>,
): ReadonlyMap<string, Position> {
  const edges = [...network.edges.values()];
  const { width, height } = picture.getDimensions();
  const aspect = width / height;
  const positions = layOut([...network.nodes.keys()], edges, { before, aspect });
  const triples = new MultiDirectedGraph();
  for (const [id, { label, type, degree }] of network.nodes) {
    const { x = 0, y = 0 } = positions.get(id) ?? {};
    triples.addNode(id, {
      x: x * LABEL_STRETCH,
      y,
      label: shorten(label),
      size: id === focus ? FOCUS_SIZE : sizeOf(degree),
      color: resolveColour(typeColour(type)),
      forceLabel: id === focus,
      zIndex: id === focus ? 1 : 0,
    });
  }
  for (const { id, source, target, relation } of edges) {
    const index = relations.findIndex(({ name }) => name === relation);
    triples.addEdgeWithKey(id, source, target, {
      label: relations[index]?.label ?? relation,
      color: resolveColour(relationColour(index)),
      size: 1.5,
    });
  }
  picture.setGraph(triples);
  return positions;
}
