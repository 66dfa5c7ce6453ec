import { useEffect, useMemo, useRef } from "react";
import { Heading } from "../app/Heading";
import { NotFound } from "../app/NotFound";
import { useAnswer } from "../data/answers";
import { ReportText } from "../data/generated";
import { useText } from "../language/language";
import { useNavigation } from "../routing/location";
import { Outline } from "./Outline";
import { PassageText, type Highlight } from "./PassageText";
import { passagesOf } from "./passages";
import { ReportHead } from "./ReportHead";

function highlightFrom(query: URLSearchParams): Highlight | null {
  const start = Number(query.get("start") ?? NaN);
  const end = Number(query.get("end") ?? NaN);
  return start < end ? { start, end } : null;
}

/** A report to read; `?start=` and `?end=` highlight a passage and bring it into view. */
export function ReportView({ name }: { name: string }) {
  const text = useText();
  const { query } = useNavigation();
  const { report } = useAnswer(ReportText, { id: name });
  const reading = useRef<HTMLElement>(null);
  const highlight = useMemo(() => highlightFrom(query), [query]);
  const passages = useMemo(
    () => (report ? passagesOf(report.text, report.sections) : []),
    [report],
  );
  useEffect(() => {
    const mark = reading.current?.querySelector<HTMLElement>("mark");
    mark?.scrollIntoView({ block: "center" });
    mark?.focus({ preventScroll: true });
  }, [highlight, passages]);
  if (!report) return <NotFound message={text.report.missing} />;
  return (
    <div className="with-aside">
      <Outline sections={report.sections} passages={passages} />
      <article className="report" ref={reading}>
        <Heading lang="zh-Hans">{report.title || report.name}</Heading>
        <ReportHead report={report} />
        <div className="report-text" lang="zh-Hans">
          {passages.map((passage) => (
            <PassageText key={passage.start} passage={passage} highlight={highlight} />
          ))}
        </div>
      </article>
    </div>
  );
}
