import { pointsOf, slice } from "../data/points";
import type { Passage } from "./passages";

export interface Highlight {
  start: number;
  end: number;
}

interface Props {
  passage: Passage;
  highlight: Highlight | null;
}

/** A passage as heading or paragraph, with the highlighted part marked. */
export function PassageText({ passage, highlight }: Props) {
  const Tag = passage.depth > 0 ? (`h${passage.depth + 1}` as "h2") : "p";
  const id = passage.section === null ? undefined : `section-${passage.section}`;
  return (
    <Tag id={id}>
      <Marked passage={passage} highlight={highlight} />
    </Tag>
  );
}

function Marked({ passage, highlight }: Props) {
  const start = Math.max(0, (highlight?.start ?? 0) - passage.start);
  const end = Math.min(passage.end, highlight?.end ?? 0) - passage.start;
  if (!highlight || start >= end) return passage.text.trim();
  const points = pointsOf(passage.text);
  return (
    <>
      {slice(points, 0, start).trimStart()}
      <mark tabIndex={-1}>{slice(points, start, end)}</mark>
      {slice(points, end, points.length).trimEnd()}
    </>
  );
}
