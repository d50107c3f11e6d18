import { posix } from "node:path";
import { expecting, shown } from "../shared/expecting";
import { pathSchema } from "../shared/schemas";
import { isSystem, wayOut } from "./hostDirectory";

const plain = expecting("a path without detours, and without a slash at its end", "/srv/photos");

/** A directory of a host, as far as its path tells. What is there is looked at when the host is. */
export const hostDirectorySchema = pathSchema("an absolute path", "/srv/photos").superRefine(
  (path, context) => {
    const isPlain = posix.normalize(path).replace(/(?<=.)\/$/, "") === path;
    if (!isPlain) context.addIssue({ code: "custom", message: plain.error({ input: path }) });
    else if (isSystem(path, true))
      context.addIssue({ code: "custom", message: `${shown(path)} is a directory of the system; ${wayOut}` });
  },
);
