import { Link } from "../routing/Link";
import { entityAddress } from "../routing/addresses";
import { typeColour } from "../vocabulary/colours";
import type { Dot, Picture } from "./glance";

const MARGIN = 40;
const LABEL_ROOM = 110;
const LONGEST_LABEL = 11;

function frame(dots: readonly Dot[]): string {
  const [xs, ys] = [dots.map(({ x }) => x), dots.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs) - MARGIN - LABEL_ROOM, Math.min(...ys) - MARGIN];
  const width = Math.max(...xs) + MARGIN + LABEL_ROOM - left;
  return [left, top, width, Math.max(...ys) + MARGIN - top].map(Math.round).join(" ");
}

const shorten = (label: string) =>
  label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL)}…` : label;

/** A network drawn once, as SVG; the names lead to their views. */
export function Constellation({ picture, label }: { picture: Picture; label: string }) {
  return (
    <figure className="constellation">
      <svg viewBox={frame(picture.dots)} role="group" aria-label={label} lang="zh-Hans">
        {picture.arcs.map(({ id, source, target }) => (
          <line key={id} x1={source.x} y1={source.y} x2={target.x} y2={target.y} />
        ))}
        {picture.dots.map((dot) => (
          <Star key={dot.id} dot={dot} />
        ))}
      </svg>
    </figure>
  );
}

function Star({ dot }: { dot: Dot }) {
  const radius = 3.5 + Math.sqrt(dot.degree) * 1.6;
  const side = dot.anchor === "start" ? 1 : -1;
  return (
    <Link to={entityAddress(dot.id)}>
      <circle cx={dot.x} cy={dot.y} r={radius} style={{ "--accent": typeColour(dot.type) }} />
      <text x={dot.x + side * (radius + 4)} y={dot.y + 4} textAnchor={dot.anchor}>
        {shorten(dot.label)}
      </text>
      <title>{`${dot.typeLabel} ${dot.label}`}</title>
    </Link>
  );
}
