import type { EvidenceFullFragment } from "../data/generated";
import { useText } from "../language/language";
import { Link } from "../routing/Link";
import { reportAddress } from "../routing/addresses";

const LONGEST_HEADING = 24;

/** A heading up to its first comma: many run on into the text. */
function shorten(heading: string): string {
  const [start = heading] = heading.split(/[，。；：]/);
  return start.length > LONGEST_HEADING ? `${start.slice(0, LONGEST_HEADING)}…` : start;
}

/** The sentence that proves a statement; it opens at its place in the report. */
export function Quote({ evidence }: { evidence: EvidenceFullFragment }) {
  const text = useText();
  const { report, start, end, quote, section, reason, precision, cases } = evidence;
  return (
    <figure className="quote">
      <blockquote lang="zh-Hans">
        <Link to={reportAddress(report.name, start, end)} title={text.entity.openQuote}>
          {quote}
        </Link>
      </blockquote>
      <figcaption>
        <span lang="zh-Hans">{report.title || report.name}</span>
        {section && <span lang="zh-Hans"> · {shorten(section)}</span>}
        {reason && (
          <span>
            {" "}
            · {text.entity.reason} <span lang="zh-Hans">{reason}</span>
          </span>
        )}
        {precision !== null && <span> · {text.entity.measured(precision, cases)}</span>}
      </figcaption>
    </figure>
  );
}
