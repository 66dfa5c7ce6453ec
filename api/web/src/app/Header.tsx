import { useText } from "../language/language";
import { Link } from "../routing/Link";
import { graphiqlAddress, homeAddress, queryAddress } from "../routing/addresses";
import { useNavigation } from "../routing/location";
import { SearchBox } from "../search/SearchBox";
import { LanguageSwitch } from "./LanguageSwitch";
import { ThemeSwitch } from "./ThemeSwitch";

export function Header() {
  const text = useText();
  const { path, query } = useNavigation();
  const hasOwnBox = path === "/" || path === "/search";
  return (
    <header className="header">
      <Link to={homeAddress} className="wordmark">
        {text.name}
      </Link>
      <div className="header-search">
        {!hasOwnBox && <SearchBox id="header-search" key={query.get("q")} />}
      </div>
      <nav aria-label={text.views} className="header-nav">
        <Link to={queryAddress} aria-current={path === "/query" ? "page" : undefined}>
          {text.nav.query}
        </Link>
        <a href={graphiqlAddress()} className="wide-only">
          {text.nav.graphiql}
        </a>
      </nav>
      <div className="switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </header>
  );
}
