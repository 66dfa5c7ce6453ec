import type { HomeOverviewQuery } from "../data/generated";
import { useText } from "../language/language";

function yearRange(reports: HomeOverviewQuery["reports"]): string {
  const years = reports.map(({ year }) => year).filter((year) => year !== null);
  if (years.length === 0) return "–";
  const [first, last] = [Math.min(...years), Math.max(...years)];
  return first === last ? String(first) : `${first}–${last}`;
}

/** The size of this edition in five numbers. */
export function Numbers({ generation, reports }: HomeOverviewQuery) {
  const text = useText().home;
  const reporters = new Set(reports.map(({ reporterName }) => reporterName));
  const numbers: [string, string][] = [
    [generation.reports.toLocaleString(), text.reports],
    [reporters.size.toLocaleString(), text.places],
    [yearRange(reports), text.years],
    [generation.entities.toLocaleString(), text.entities],
    [generation.statements.toLocaleString(), text.statements],
  ];
  return (
    <dl className="numbers">
      {numbers.map(([value, name]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
