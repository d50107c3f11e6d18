const begin = (name: string): string => `<!-- ${name}: written by "npm run bench" -->`;
const end = (name: string): string => `<!-- ${name}: end -->`;

/**
 * Puts the text between the marks of its section, or with new marks at the end where there are none. What a
 * person has written outside of them stays.
 */
export function fill(document: string, section: string, text: string): string {
  const [from, to] = [begin(section), end(section)];
  const filled = `${from}\n${text.trim()}\n${to}`;
  const start = document.indexOf(from);
  const stop = document.indexOf(to, start);
  if (start < 0 || stop < 0) return `${document.trimEnd()}\n\n${filled}\n`;
  return document.slice(0, start) + filled + document.slice(stop + to.length);
}
