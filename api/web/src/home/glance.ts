import type { EntityBriefFragment, HomePictureQuery } from "../data/generated";
import { layOut } from "../network/layout";

export interface Dot extends EntityBriefFragment {
  x: number;
  y: number;
  degree: number;
  /** Where the label starts: away from the middle of the picture. */
  anchor: "start" | "end";
}

export interface Arc {
  id: string;
  source: Dot;
  target: Dot;
}

export interface Picture {
  dots: Dot[];
  arcs: Arc[];
}

const MOST = 34;
const ROOM = 34;

type Triples = HomePictureQuery["statements"]["nodes"];

function neighboursOf(triples: Triples): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (from: string, to: string) => found.set(from, (found.get(from) ?? new Set()).add(to));
  for (const { subject, object } of triples) {
    if (!object) continue;
    add(subject.id, object.id);
    add(object.id, subject.id);
  }
  return found;
}

/** The best connected entities, each known to at least two others, and what joins them. */
export function pictureOf(triples: Triples, aspect: number): Picture {
  const entities = new Map(
    triples.flatMap(({ subject, object }) => [subject, object]).flatMap((it) => (it ? [[it.id, it]] : [])),
  );
  const neighbours = neighboursOf(triples);
  const degree = (id: string) => neighbours.get(id)?.size ?? 0;
  const ids = [...entities.keys()]
    .filter((id) => degree(id) > 1)
    .toSorted((a, b) => degree(b) - degree(a))
    .slice(0, MOST);
  const chosen = new Set(ids);
  const links = triples
    .map(({ id, subject, object }) => ({ id, source: subject.id, target: object?.id ?? "" }))
    .filter(({ source, target }) => chosen.has(source) && chosen.has(target) && source !== target);
  const joined = new Set(links.flatMap(({ source, target }) => [source, target]));
  const positions = layOut([...joined], links, { radius: ROOM, aspect });
  const dots = new Map<string, Dot>();
  for (const [id, { x, y }] of positions) {
    const entity = entities.get(id);
    if (entity) dots.set(id, { ...entity, x, y, degree: degree(id), anchor: x < 0 ? "end" : "start" });
  }
  const arcs = links.flatMap(({ id, source, target }) => {
    const [from, to] = [dots.get(source), dots.get(target)];
    return from && to ? [{ id, source: from, target: to }] : [];
  });
  return { dots: [...dots.values()], arcs };
}
