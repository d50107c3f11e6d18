import { type Kind, type Note, type Notes, shownSpot } from "../notes";

/** How each kind is told, in the order of what matters first. */
export const headings: readonly (readonly [Kind, string])[] = [
  ["lost", "Lost; the program does not start until you decide"],
  ["decide", "To decide"],
  ["changed", "Changed"],
  ["leftOut", "Left out"],
];

/** What became of what, each with its file and line. */
export const renderNotes = (notes: Notes): string =>
  headings
    .map(([kind, heading]) => renderKind(heading, notes.of(kind)))
    .filter(Boolean)
    .join("\n");

const renderKind = (heading: string, notes: readonly Note[]): string =>
  notes.length === 0
    ? ""
    : `${heading}:\n${notes.map(({ at, text }) => `  ${shownSpot(at)}: ${text}\n`).join("")}`;

/** The same for a page. */
export const notesPage = (notes: Notes): string =>
  headings
    .filter(([kind]) => notes.of(kind).length > 0)
    .map(
      ([kind, heading]) =>
        `### ${heading}\n\n${notes
          .of(kind)
          .map(({ at, text }) => `- ${shownSpot(at)}: ${text}\n`)
          .join("")}`,
    )
    .join("\n");
