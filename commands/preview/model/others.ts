import { types } from "../../shared/types";
import { parseUrn } from "../../shared/urn";
import type { ResourceChange } from "./resource";

/** Told of in other ways, wherever they are. */
const known: readonly string[] = [types.container, types.network, types.volume, types.engine, types.stack];

/** What else a program changes: nothing is known of it but its type and name. */
export const otherChanges = (resources: readonly ResourceChange[]): ResourceChange[] =>
  resources.filter(
    ({ action, type, parent = "" }) =>
      action !== "same" && !known.includes(type) && !isHomeport(type) && !isHomeport(parseUrn(parent)?.type),
  );

/** Whatever is part of one of Homeport's components is what the component says that it is. */
const isHomeport = (type = ""): boolean => type.startsWith("homeport:index:");
