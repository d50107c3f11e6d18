/** Reads rules of Traefik's for a path, as the router would: with all that a request says but its path being right. */

/** What a router looks at when a farm has passed a path on: a zero for each percent sign. */
export const fromFarm = (path: string): string => path.replaceAll("%", "\0");

/** What it looks at when it was asked without a farm: only what has a meaning in a path stays encoded. */
export const fromAnyone = (path: string): string =>
  path.replaceAll(/%([0-9a-f]{2})/gi, (code, digits: string) => {
    const character = String.fromCharCode(Number.parseInt(digits, 16));
    return ":/?#[]@!$&'()*+,;=%".includes(character) ? code.toUpperCase() : character;
  });

/** Whether a rule fits a path. */
export function fits(rule: string, path: string): boolean {
  const values = rule.replaceAll(/(\w+)\(((?:`[^`]*`(?:, )?)+)\)/g, (_, matcher: string, words: string) =>
    String(matches(matcher, words.slice(1, -1).split("`, `"), path)),
  );
  if (!/^(true|false|[!()&| ])+$/.test(values)) throw new Error(`not understood: ${values}`);
  return new Function(`return ${values}`)();
}

function matches(matcher: string, [word = "", more]: string[], path: string): boolean {
  switch (matcher) {
    case "Path":
      return path === word;
    case "PathPrefix":
      return path.startsWith(word);
    case "PathRegexp":
      return new RegExp(word.replace("(?is)", ""), word.startsWith("(?is)") ? "is" : "").test(path);
    case "HeaderRegexp":
      return more === ".";
    default:
      return true;
  }
}
