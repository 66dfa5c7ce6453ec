import { Link } from "../routing/Link";
import { entityAddress } from "../routing/addresses";
import { typeColour } from "../vocabulary/colours";
import { FONT_SIZE, type Dot, type Picture } from "./glance";

interface Props {
  picture: Picture;
  label: string;
  note: string;
}

/** A network drawn once, as SVG; the names lead to their views. */
export function Constellation({ picture: { frame, dots, arcs }, label, note }: Props) {
  return (
    <figure className="constellation">
      <svg
        viewBox={`0 0 ${frame.width} ${frame.height}`}
        role="group"
        aria-label={label}
        fontSize={FONT_SIZE}
      >
        {arcs.map(({ id, source, target }) => (
          <line key={id} x1={source.x} y1={middle(source)} x2={target.x} y2={middle(target)} />
        ))}
        {dots.map((dot) => (
          <Star key={dot.entity.id} dot={dot} />
        ))}
      </svg>
      <figcaption className="quiet">{note}</figcaption>
    </figure>
  );
}

/** Where a dot's circle stands: at the top of its box. */
const middle = ({ y, height, radius }: Dot) => y - height / 2 + radius + 2;

function Star({ dot }: { dot: Dot }) {
  const { entity, label, radius, x } = dot;
  return (
    <Link to={entityAddress(entity.id)} lang="zh-Hans">
      <title>{`${entity.typeLabel} ${entity.label}`}</title>
      <circle cx={x} cy={middle(dot)} r={radius} style={{ "--accent": typeColour(entity.type) }} />
      <text x={x} y={middle(dot) + radius + FONT_SIZE + 2} textAnchor="middle">
        {label}
      </text>
    </Link>
  );
}
