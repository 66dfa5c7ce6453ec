import { useState } from "react";
import { Heading } from "../app/Heading";
import { useAnswer } from "../data/answers";
import { SavedExamples, type SavedExamplesQuery } from "../data/generated";
import { useLanguage, useText } from "../language/language";
import { graphiqlAddress, sparqlAddress } from "../routing/addresses";
import { Link } from "../routing/Link";
import { useNavigation } from "../routing/location";
import { SparqlForm } from "./SparqlForm";

type Example = SavedExamplesQuery["examples"][number];

/** The two query languages with their saved examples; `?example=` fills in a SPARQL one. */
export function QueryView() {
  const { language, text } = useLanguage();
  const { query } = useNavigation();
  const { examples } = useAnswer(SavedExamples, { lang: language });
  const sparql = examples.filter((it) => it.language === "SPARQL");
  const graphql = examples.filter((it) => it.language === "GRAPHQL");
  const chosen = sparql.find(({ name }) => name === query.get("example")) ?? sparql[0];
  return (
    <div className="column">
      <Heading>{text.query.title}</Heading>
      <p className="lead">{text.query.lead}</p>
      <section aria-labelledby="graphql">
        <h2 id="graphql">{text.query.graphql}</h2>
        <p>{text.query.graphqlLead}</p>
        <GraphqlExamples examples={graphql} />
        <p>
          <a className="button" href={graphiqlAddress()}>
            {text.query.graphiql}
          </a>
        </p>
      </section>
      <section aria-labelledby="sparql">
        <h2 id="sparql">{text.query.sparql}</h2>
        <p>{text.query.sparqlLead}</p>
        <ul className="examples">
          {sparql.map(({ name, title }) => (
            <li key={name}>
              <Link
                to={sparqlAddress(name)}
                aria-current={name === chosen?.name ? "true" : undefined}
              >
                {title}
              </Link>
            </li>
          ))}
        </ul>
        <SparqlForm key={chosen?.name} initial={chosen?.text ?? ""} />
      </section>
    </div>
  );
}

function GraphqlExamples({ examples }: { examples: readonly Example[] }) {
  const { query } = useText();
  const [open, setOpen] = useState<string | null>(null);
  if (examples.length === 0) return <p className="quiet">{query.none}</p>;
  return (
    <ul className="examples">
      {examples.map(({ name, title, text }) => (
        <li key={name}>
          <details
            open={open === name}
            onToggle={(event) => {
              if (event.currentTarget.open) setOpen(name);
            }}
          >
            <summary>{title}</summary>
            <pre>{text.trim()}</pre>
            <a href={graphiqlAddress(name)}>{query.open}</a>
          </details>
        </li>
      ))}
    </ul>
  );
}
