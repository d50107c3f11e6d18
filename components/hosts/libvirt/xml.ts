/** A piece of XML. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string | readonly XmlElement[];
}

/** @returns a piece of XML, with text or with other pieces in it. */
export const element = (
  name: string,
  attributes: XmlElement["attributes"] = {},
  content: XmlElement["content"] = [],
): XmlElement => ({ name, attributes, content });

/** Renders XML with one piece a line. */
export function renderXml({ name, attributes, content }: XmlElement, indent = ""): string {
  const words = [name, ...Object.entries(attributes).map(([key, value]) => `${key}='${escaped(value)}'`)];
  const opening = `${indent}<${words.join(" ")}`;
  if (content.length === 0) return `${opening}/>\n`;
  if (typeof content === "string") return `${opening}>${escaped(content)}</${name}>\n`;
  const inner = content.map((piece) => renderXml(piece, `${indent}  `)).join("");
  return `${opening}>\n${inner}${indent}</${name}>\n`;
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&apos;",
  '"': "&quot;",
};

const escaped = (text: string): string =>
  text.replaceAll(/[&<>'"]/g, (character) => escapes[character] ?? "");
