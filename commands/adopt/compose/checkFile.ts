import { Failure } from "../../shared/failure";
import { shownSpot } from "../notes";
import { type Entry, entriesOf, type Mapping, mapping, textOf } from "../read/tree";
import { isOldService } from "./canonical";

const topKeys = [
  "version",
  "name",
  "include",
  "services",
  "models",
  "networks",
  "volumes",
  "secrets",
  "configs",
];

/** @throws Failure where Compose has no such key, or never had this version. */
export function checked(tree: Mapping): Mapping {
  const version = tree.entries.get("version");
  const text = textOf(version?.value) ?? "3";
  if (!/^("|')?[123](\.\d{1,2})?("|')?$/.test(text))
    throw new Failure(
      `${shownSpot(version?.at ?? tree.at)}: Compose had no version ${text}; the line can be left out`,
    );
  const entries = entriesOf(tree);
  const old =
    !tree.entries.has("services") &&
    !tree.entries.has("include") &&
    entries.length > 0 &&
    entries.every(([, { value }]) => isOldService(value));
  if (old) {
    const services: Entry = { at: tree.at, value: tree };
    return mapping(
      [
        ["services", services],
        ["x-old", services],
      ],
      tree.at,
    );
  }
  const [unknown] = entries.filter(([key]) => !topKeys.includes(key) && !key.startsWith("x-"));
  if (unknown)
    throw new Failure(
      `${shownSpot(unknown[1].at)}: Compose has no key ${unknown[0]} here; expected: ${topKeys.join(", ")}, or one that begins with x-`,
    );
  return tree;
}
