import type { Label } from "../labels/web";
import { entriesOf, textOf } from "../read/tree";
import type { Handler } from "./process";

/** Keeps labels until all containers' are known: one can name another's. */
export const readLabels: Handler = ({ value }, { draft }) => {
  const all = entriesOf(value).map(([key, one]): [string, Label] => [
    key,
    { text: textOf(one.value) ?? "", at: one.at },
  ]);
  draft.labels = new Map([...draft.labels, ...all]);
};
