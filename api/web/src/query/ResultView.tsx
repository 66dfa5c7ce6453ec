import { useText } from "../language/language";
import { Link } from "../routing/Link";
import { entityAddress } from "../routing/addresses";
import type { Result, Table, Term } from "./sparql";

export function ResultView({ result }: { result: Result }) {
  const { query } = useText();
  if ("table" in result) return <ResultTable table={result.table} />;
  if ("verdict" in result) return <p>{result.verdict ? query.yes : query.no}</p>;
  return <pre>{result.triples}</pre>;
}

function ResultTable({ table: { columns, rows } }: { table: Table }) {
  const { query } = useText();
  return (
    <>
      <p className="quiet">{query.rows(rows.length)}</p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- wide tables scroll */}
      <div className="table" tabIndex={0} role="region" aria-label={query.result}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column}>{row[column] && <TermView term={row[column]} />}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Our own entities lead to their views; other IRIs and literals are shown as they are. */
function TermView({ term: { type, value } }: { term: Term }) {
  const path = /^https?:\/\/[^/]+\/id\/(.+)$/.exec(value)?.[1];
  if (type !== "uri" || path === undefined) return <span lang="zh-Hans">{value}</span>;
  return <Link to={entityAddress(value)}>{decodeURIComponent(path)}</Link>;
}
