import type { HomeOverviewQuery } from "../data/generated";
import { useText } from "../language/language";
import { Link } from "../routing/Link";
import { reportAddress } from "../routing/addresses";

const lastName = (path: string) => path.split("/").at(-1) ?? path;

/** The reports, by who reports and for which year. */
export function Coverage({ reports }: { reports: HomeOverviewQuery["reports"] }) {
  const { home } = useText();
  return (
    <section aria-labelledby="coverage">
      <h2 id="coverage">{home.coverage}</h2>
      <ul className="coverage">
        {reports.map(({ id, name, title, year, reporterName }) => (
          <li key={id}>
            <span className="year">{year ?? home.noYear}</span>
            <span className="reporter" lang="zh-Hans">
              {lastName(reporterName)}
            </span>
            <Link to={reportAddress(name)} lang="zh-Hans">
              {title || name}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
