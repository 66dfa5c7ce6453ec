/** The types that have an accent of their own in styles/colours.css; others share one. */
const ACCENTED = new Set([
  "District",
  "Agency",
  "Document",
  "Initiative",
  "Award",
  "Person",
  "Platform",
]);

const RELATION_COLOURS = 10;

const variable = (name: string) => `var(--${name})`;

const typeVariable = (type: string) =>
  ACCENTED.has(type) ? `type-${type.toLowerCase()}` : "type-other";

const relationVariable = (index: number) => `relation-${(index % RELATION_COLOURS) + 1}`;

/** A type's accent, for CSS. */
export const typeColour = (type: string) => variable(typeVariable(type));

/** A relation's colour by its place in the ontology's list, for CSS. */
export const relationColour = (index: number) => variable(relationVariable(index));

/** The value that a CSS expression `var(--name)` has now, for a canvas. */
export function resolveColour(expression: string): string {
  const name = expression.slice("var(".length, -1);
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
