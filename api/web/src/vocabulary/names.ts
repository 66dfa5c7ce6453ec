import type { EntityBriefFragment } from "../data/generated";

interface Placed extends Pick<EntityBriefFragment, "name" | "label"> {
  place?: Pick<EntityBriefFragment, "label"> | null;
}

/** The parts above a name that is a path (`广西壮族自治区/柳州市/城中区`), from the top. */
export const namesAbove = (name: string): string[] => name.split("/").slice(0, -1);

/** What tells an entity from others with its label: ` · 广西壮族自治区 › 柳州市`, or "". */
export function nameContext(entity: Placed): string {
  const above = namesAbove(entity.name);
  if (above.length > 0) return ` · ${above.join(" › ")}`;
  if (entity.name !== entity.label) return ` · ${entity.name}`;
  return entity.place && !entity.name.includes(entity.place.label) ? ` · ${entity.place.label}` : "";
}
