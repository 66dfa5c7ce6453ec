import type { EntityBriefFragment } from "../data/generated";
import { Link } from "../routing/Link";
import { entityAddress } from "../routing/addresses";
import { Seal } from "./Seal";

/** An entity's seal and name, linked to its view. */
export function EntityName({ entity }: { entity: EntityBriefFragment }) {
  return (
    <span className="entity-name">
      <Seal type={entity.type} label={entity.typeLabel} />
      <Link to={entityAddress(entity.id)} lang="zh-Hans" title={entity.name}>
        {entity.label}
      </Link>
    </span>
  );
}
