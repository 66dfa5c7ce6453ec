import type { SearchHitsQuery } from "../data/generated";
import { useText } from "../language/language";
import { Link } from "../routing/Link";
import { entityAddress } from "../routing/addresses";
import { Seal } from "../vocabulary/Seal";
import { nameContext } from "../vocabulary/names";
import { Highlighted } from "./Highlighted";

export function Hit({ hit }: { hit: SearchHitsQuery["search"][number] }) {
  const { search } = useText();
  const { entity, matched, highlight } = hit;
  const inLabel = matched === entity.label;
  return (
    <li className="hit">
      <Seal type={entity.type} label={entity.typeLabel} />
      <div>
        <Link to={entityAddress(entity.id)} className="hit-name" lang="zh-Hans">
          {inLabel ? <Highlighted text={matched} ranges={highlight} /> : entity.label}
        </Link>
        <p className="quiet">
          {entity.typeLabel}
          <span lang="zh-Hans">{nameContext(entity)}</span>
          {" · "}
          {search.facts(entity.degree)}
        </p>
        {!inLabel && matched !== entity.name && (
          <p className="quiet">
            {search.also}{" "}
            <span lang="zh-Hans">
              <Highlighted text={matched} ranges={highlight} />
            </span>
          </p>
        )}
      </div>
    </li>
  );
}
