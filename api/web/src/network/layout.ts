import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import type { SimulationNodeDatum } from "d3-force";

export interface Position {
  x: number;
  y: number;
}

interface Body extends SimulationNodeDatum {
  id: string;
}

interface Options {
  /** The room that each node wants around it. */
  radius?: number;
  /** Width over height of the picture. */
  aspect?: number;
  /** Where nodes stood before; they start from there. */
  before?: ReadonlyMap<string, Position>;
}

const ROUNDS = 300;

/** Where nodes stand after forces came to rest; the same network gives the same picture. */
export function layOut(
  ids: readonly string[],
  links: readonly { source: string; target: string }[],
  { radius = 30, aspect = 1, before = new Map() }: Options = {},
): Map<string, Position> {
  const bodies: Body[] = ids.map((id) => ({ id, ...before.get(id) }));
  const ends = links.map(({ source, target }) => ({ source, target }));
  forceSimulation(bodies)
    .force("links", forceLink<Body, (typeof ends)[number]>(ends).id(({ id }) => id).distance(radius * 2.6))
    .force("apart", forceManyBody<Body>().strength(-radius * 9).distanceMax(radius * 16))
    .force("room", forceCollide<Body>(radius))
    .force("x", forceX<Body>().strength(0.06 / aspect))
    .force("y", forceY<Body>().strength(0.06 * aspect))
    .stop()
    .tick(ROUNDS);
  return new Map(bodies.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
}
