const units: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** @returns the bytes of an amount as an engine writes it: `1.2GB`, `15.43MiB`; undefined where it writes none. */
export function bytesIn(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text.trim()) ?? [];
  const factor = units[unit];
  return amount === undefined || factor === undefined ? undefined : Math.round(Number(amount) * factor);
}

/** Reads `docker stats`, a line a container with its id: memory that is used, by id. */
export const parseMemory = (text: string): Map<string, number> =>
  new Map(
    text
      .split("\n")
      .map((line) => line.split("\t"))
      .flatMap(([id = "", amount = ""]) => {
        const size = bytesIn(amount.split(" / ")[0] ?? "");
        return size === undefined ? [] : [[id, size]];
      }),
  );

/** Reads the volumes of `docker system df`: sizes by name, of a driver that tells none without one. */
export function parseVolumes(text: string): Map<string, number | undefined> {
  const volumes = JSON.parse(text || "[]") as readonly { readonly Name: string; readonly Size: string }[];
  return new Map(volumes.map(({ Name, Size }) => [Name, bytesIn(Size)]));
}
