import type { ReportTextQuery } from "../data/generated";
import { useText } from "../language/language";
import type { Passage } from "./passages";

interface Props {
  sections: NonNullable<ReportTextQuery["report"]>["sections"];
  passages: readonly Passage[];
}

/** The report's headings as links to their places. */
export function Outline({ sections, passages }: Props) {
  const { report } = useText();
  const headings = passages.filter(({ depth, section }) => depth > 0 && section !== null);
  if (headings.length === 0) return <div className="aside" />;
  return (
    <nav aria-label={report.outline} className="aside">
      <details className="outline" open={window.matchMedia("(min-width: 60rem)").matches}>
        <summary>{report.outline}</summary>
        <ul className="contents" lang="zh-Hans">
          {headings.map(({ section, depth, text }) => (
            <li key={section} data-depth={depth}>
              <a href={`#section-${section ?? 0}`}>
                {sections[section ?? 0]?.title ? text.trim() : report.untitled}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}
