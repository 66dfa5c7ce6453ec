/**
 * Offsets from the server count code points, JavaScript's count UTF-16 units; these functions
 * cut by code points.
 */
export const pointsOf = (text: string): string[] => Array.from(text);

export const slice = (points: readonly string[], start: number, end: number): string =>
  points.slice(start, end).join("");
