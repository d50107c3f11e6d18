/** How applications read a path. */
export interface Reading {
  /** How often encoded characters are decoded. */
  readonly decoded: number;
  readonly backslashes: boolean;
  /** Whether what follows a semicolon is no part of a segment. */
  readonly parameters: boolean;
  /** Whether a zero ends the path. */
  readonly zeros: boolean;
  readonly merged: boolean;
  readonly lowerCase: boolean;
}

const flags = [false, true];

export const readings: Reading[] = [0, 1, 2, 3].flatMap((decoded) =>
  flags.flatMap((backslashes) =>
    flags.flatMap((parameters) =>
      flags.flatMap((zeros) =>
        flags.flatMap((merged) =>
          flags.map((lowerCase) => ({ decoded, backslashes, parameters, zeros, merged, lowerCase })),
        ),
      ),
    ),
  ),
);

/** A path in the form that an application looks up. */
export function readAs(path: string, reading: Reading): string {
  let text = path;
  for (let time = 0; time < reading.decoded; time++)
    text = text.replaceAll(/%([0-9a-f]{2})/gi, (_, digits) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
  if (reading.zeros) text = text.replace(/\0.*/s, "");
  if (reading.backslashes) text = text.replaceAll("\\", "/");
  const up: string[] = [];
  for (const each of text.split("/").slice(1)) {
    const segment = reading.parameters ? each.replace(/;.*/s, "") : each;
    if (segment === "..") up.pop();
    else if (segment !== "." && !(segment === "" && reading.merged)) up.push(segment);
  }
  const read = `/${up.join("/")}`;
  return reading.lowerCase ? read.toLowerCase() : read;
}

/** Whether a path is a prefix or below it. */
export const isBelow = (path: string, prefix: string): boolean =>
  path === prefix || path.startsWith(`${prefix}/`);
