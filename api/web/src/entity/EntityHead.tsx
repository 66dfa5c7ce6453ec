import type { ReactNode } from "react";
import type { EntityFactsQuery } from "../data/generated";
import { useText } from "../language/language";
import { Link } from "../routing/Link";
import { networkAddress } from "../routing/addresses";
import { EntityName } from "../vocabulary/EntityName";
import { Seal } from "../vocabulary/Seal";
import { nameContext } from "../vocabulary/names";

interface Props {
  entity: NonNullable<EntityFactsQuery["entity"]>;
  heading: ReactNode;
}

/** Type, name, place and the ways in which the texts write the name. */
export function EntityHead({ entity, heading }: Props) {
  const text = useText();
  const variants = entity.variants.filter((it) => it !== entity.label);
  return (
    <header className="entity-head">
      <p className="kind">
        <Seal type={entity.type} label={entity.typeLabel} />
        {entity.typeLabel}
        <span lang="zh-Hans">{nameContext(entity)}</span>
      </p>
      {heading}
      <dl className="properties">
        {entity.place && entity.place.id !== entity.id && (
          <Property name={text.entity.place}>
            <EntityName entity={entity.place} />
          </Property>
        )}
        {variants.length > 0 && (
          <Property name={text.entity.variants}>
            <span lang="zh-Hans">{variants.join("、")}</span>
          </Property>
        )}
      </dl>
      <p className="actions">
        <Link to={networkAddress(entity.id)} className="button">
          {text.entity.network}
        </Link>
      </p>
    </header>
  );
}

function Property({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
