// @ts-expect-error It comes without types.
import MarkdownIt from "markdown-it";

interface Token {
  readonly type: string;
  readonly content: string;
  readonly children: readonly Token[] | null;
}

const parser: { parse(text: string, environment: object): Token[] } = new MarkdownIt({
  html: true,
  linkify: true,
});

/** What a forge makes of Markdown: the texts of all its parts, by their kind. */
export function readMarkdown(text: string): { readonly type: string; readonly content: string }[] {
  const flat = (tokens: readonly Token[]): Token[] =>
    tokens.flatMap((token) => (token.children ? flat(token.children) : [token]));
  return flat(parser.parse(text, {})).map(({ type, content }) => ({ type, content }));
}
