import type { ReportTextQuery } from "../data/generated";
import { useText } from "../language/language";

/** Who reports, for which year, published when, and where the text comes from. */
export function ReportHead({ report }: { report: NonNullable<ReportTextQuery["report"]> }) {
  const text = useText().report;
  const facts: [string, string | number | null][] = [
    [text.reporter, report.reporterName.replaceAll("/", " › ")],
    [text.year, report.year],
    [text.published, report.published],
    [text.publisher, report.publisher],
    [text.indexNumber, report.indexNumber],
    [text.source, report.source],
  ];
  return (
    <dl className="properties">
      {facts
        .filter(([, value]) => value !== null && value !== "")
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd lang="zh-Hans">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
