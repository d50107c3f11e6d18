/**
 * Inside a text, what stands for a setting: a text of a file goes through every step as one, and is taken apart where the
 * program is written. Characters of the private area are in no file.
 */
const [begin, middle, end] = ["\uE000", "\uE002", "\uE001"];

const pattern = /\uE000([sp])\uE002(\w+)\uE001/g;

export interface Mark {
  readonly secret: boolean;
  /** The setting's name. */
  readonly name: string;
}

export const mark = ({ secret, name }: Mark): string => `${begin}${secret ? "s" : "p"}${middle}${name}${end}`;

/** A text in pieces: what is written, and what stands for settings. */
export function piecesOf(text: string): (string | Mark)[] {
  const pieces: (string | Mark)[] = [];
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > from) pieces.push(text.slice(from, found.index));
    pieces.push({ secret: found[1] === "s", name: found[2] ?? "" });
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}

export const marksIn = (text: string): Mark[] =>
  piecesOf(text).filter((piece): piece is Mark => typeof piece !== "string");

export const isMarked = (text: string): boolean => text.includes(begin);

/** A text as a person is told of it. */
export const unmarked = (text: string): string =>
  piecesOf(text)
    .map((piece) => (typeof piece === "string" ? piece : `\${${piece.name}}`))
    .join("");
