import type { ReportTextQuery } from "../data/generated";
import { pointsOf } from "../data/points";

type Section = NonNullable<ReportTextQuery["report"]>["sections"][number];

/** A line of a report with its offsets; `depth` 0 is running text, 1 and more are headings. */
export interface Passage {
  start: number;
  end: number;
  text: string;
  depth: number;
  /** The section that starts in this line, by its index. */
  section: number | null;
}

const LONGEST_HEADING = 60;

function lines(text: string): { start: number; text: string }[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const found = { start, text: line };
    start += pointsOf(line).length + 1;
    return found;
  });
}

const isHeading = (line: string, section: Section | undefined) =>
  section !== undefined && line.trim().length <= LONGEST_HEADING && !/。./.test(line.trim());

/** The lines of a report that say something; headings never skip a level. */
export function passagesOf(text: string, sections: readonly Section[]): Passage[] {
  let depth = 0;
  return lines(text)
    .filter((line) => line.text.trim() !== "")
    .map((line) => {
      const end = line.start + pointsOf(line.text).length;
      const index = sections.findIndex(({ start }) => start >= line.start && start < end);
      const section = sections[index];
      const heading = isHeading(line.text, section);
      if (heading) depth = Math.min(section?.level ?? 1, depth + 1, 4);
      return {
        start: line.start,
        end,
        text: line.text,
        depth: heading ? depth : 0,
        section: section ? index : null,
      };
    });
}
