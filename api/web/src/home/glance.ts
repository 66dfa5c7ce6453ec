import type { EntityBriefFragment, HomePictureQuery } from "../data/generated";
import { pointsOf } from "../data/points";
import { layOut } from "../network/layout";
import { moveApart, spread, type Box } from "./apart";

/** How big the picture is, and how many entities it shows at most. */
export interface Frame {
  width: number;
  height: number;
  most: number;
}

/** An entity in the picture; its box holds the dot and, below it, the label. */
export interface Dot extends Box {
  entity: EntityBriefFragment;
  label: string;
  radius: number;
}

export interface Arc {
  id: string;
  source: Dot;
  target: Dot;
}

export interface Picture {
  frame: Frame;
  dots: Dot[];
  arcs: Arc[];
}

type Triples = HomePictureQuery["statements"]["nodes"];
type Link = Record<"id" | "source" | "target", string>;

export const FONT_SIZE = 12;
const LINE = 18;
const LONGEST_LABEL = 9;
const ROOM = 30;

const shorten = (label: string) =>
  label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL)}…` : label;

/** Chinese characters are as wide as they are high, others about half of that. */
const widthOf = (label: string) =>
  pointsOf(label).reduce((sum, it) => sum + (it > "\u2e80" ? 1 : 0.6), 0) * FONT_SIZE;

const linksOf = (triples: Triples): Link[] =>
  triples.flatMap(({ id, subject, object }) =>
    object && object.id !== subject.id ? [{ id, source: subject.id, target: object.id }] : [],
  );

function neighboursOf(links: readonly Link[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (from: string, to: string) => found.set(from, (found.get(from) ?? new Set()).add(to));
  for (const { source, target } of links) {
    add(source, target);
    add(target, source);
  }
  return found;
}

/** The best connected entities that know at least two others, and the links among them. */
function choose(links: readonly Link[], most: number) {
  const neighbours = neighboursOf(links);
  const degree = (id: string) => neighbours.get(id)?.size ?? 0;
  const best = [...neighbours.keys()]
    .filter((id) => degree(id) > 1)
    .toSorted((a, b) => degree(b) - degree(a) || a.localeCompare(b));
  const chosen = new Set(best.slice(0, most));
  const inside = links.filter(({ source, target }) => chosen.has(source) && chosen.has(target));
  return { inside, degree };
}

function dotOf(entity: EntityBriefFragment, degree: number, x: number, y: number): Dot {
  const label = shorten(entity.label);
  const radius = 3.5 + Math.sqrt(degree) * 1.5;
  const width = Math.max(widthOf(label), radius * 2) + 8;
  return { entity, label, radius, x, y, width, height: radius * 2 + LINE + 4 };
}

/** What several facts mention, laid out so that no label covers another. */
export function pictureOf(triples: Triples, frame: Frame): Picture {
  const entities = new Map(
    triples.flatMap((it) => [it.subject, it.object]).flatMap((it) => (it ? [[it.id, it]] : [])),
  );
  const { inside, degree } = choose(linksOf(triples), frame.most);
  const ids = [...new Set(inside.flatMap(({ source, target }) => [source, target]))];
  const positions = layOut(ids, inside, { radius: ROOM });
  const dots = new Map<string, Dot>();
  for (const [id, { x, y }] of positions) {
    const entity = entities.get(id);
    if (entity) dots.set(id, dotOf(entity, degree(id), x, y));
  }
  spread([...dots.values()], frame.width, frame.height);
  moveApart([...dots.values()], frame.width, frame.height);
  const arcs = inside.flatMap(({ id, source, target }) => {
    const [from, to] = [dots.get(source), dots.get(target)];
    return from && to ? [{ id, source: from, target: to }] : [];
  });
  return { frame, dots: [...dots.values()], arcs };
}
