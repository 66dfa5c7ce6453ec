import { useText } from "../language/language";
import type { Group } from "./groups";

/** The relations on this page, with how many facts each has. */
export function Contents({ groups }: { groups: readonly Group[] }) {
  const { entity } = useText();
  return (
    <nav aria-label={entity.contents} className="aside">
      <ul className="contents">
        {groups.map(({ key, label, facts }) => (
          <li key={key}>
            <a href={`#${key}`}>
              {label} <span className="count">{facts.length}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
