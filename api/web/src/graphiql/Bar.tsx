import { LanguageSwitch } from "../app/LanguageSwitch";
import { ThemeSwitch } from "../app/ThemeSwitch";
import { useText } from "../language/language";
import { homeAddress, queryAddress } from "../routing/addresses";

export function Bar() {
  const text = useText();
  return (
    <header className="header">
      <a href={homeAddress} className="wordmark" title={text.graphiql.back}>
        {text.name}
      </a>
      <h1 className="bar-title">GraphiQL</h1>
      <nav aria-label={text.views} className="header-nav">
        <a href={queryAddress}>{text.nav.query}</a>
      </nav>
      <div className="switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </header>
  );
}
