import { Fragment } from "react";
import { pointsOf, slice } from "../data/points";

interface Range {
  start: number;
  end: number;
}

/** A text with some stretches marked; ranges are code points, in order and apart. */
export function Highlighted({ text, ranges }: { text: string; ranges: readonly Range[] }) {
  const points = pointsOf(text);
  return (
    <>
      {ranges.map(({ start, end }, index) => (
        <Fragment key={start}>
          {slice(points, ranges[index - 1]?.end ?? 0, start)}
          <mark>{slice(points, start, end)}</mark>
        </Fragment>
      ))}
      {slice(points, ranges.at(-1)?.end ?? 0, points.length)}
    </>
  );
}
