import { entriesOf, isYes, member, textOf, textsOf } from "../read/tree";
import { type Code, group } from "../write/code";
import type { Handler } from "./process";
import { bytesOf, memorySize, secondsOf } from "./units";

/** A text as it is. */
export const text =
  (name: string): Handler =>
  ({ value }, { draft }) => {
    const one = textOf(value);
    if (one !== undefined && one !== "") draft.fields.set(name, one);
  };

export const list =
  (name: string): Handler =>
  ({ value }, { draft }) => {
    const all = textsOf(value);
    if (all.length > 0) draft.fields.set(name, all);
  };

export const yesOrNo =
  (name: string): Handler =>
  ({ value }, { draft }) => {
    if (isYes(value)) draft.fields.set(name, true);
  };

export const seconds =
  (name: string): Handler =>
  ({ value, at }, { draft, note }) => {
    const all = secondsOf(textOf(value) ?? "");
    if (all !== undefined) draft.fields.set(name, all);
    else note("decide", at, `${draft.service.name}: ${name} cannot be read`);
  };

export const size =
  (name: string): Handler =>
  ({ value, at }, { draft, note }) => {
    const bytes = bytesOf(textOf(value) ?? "");
    if (bytes !== undefined) draft.fields.set(name, memorySize(bytes));
    else note("decide", at, `${draft.service.name}: ${name} cannot be read`);
  };

/** Names with numbers or texts, as of sysctls. */
export const pairs =
  (name: string): Handler =>
  ({ value }, { draft }) => {
    const all = entriesOf(value).map(([key, one]) => ({ key, value: numberOrText(textOf(one.value) ?? "") }));
    if (all.length > 0)
      draft.fields.set(name, group(Object.fromEntries(all.map((one) => [one.key, one.value]))));
  };

export const groups: Handler = ({ value }, { draft }) => {
  draft.fields.set("groups", textsOf(value).map(numberOrText));
};

const numberOrText = (one: string): Code => (/^\d{1,15}$/.test(one) ? Number(one) : one);

export const ulimits: Handler = ({ value }, { draft }) => {
  const all = entriesOf(value).map(([name, { value: one }]): [string, Code] => {
    const [soft, hard] = [textOf(member(one, "soft")), textOf(member(one, "hard"))];
    const both = { soft: Number(soft ?? hard), hard: Number(hard ?? soft) };
    return [
      name,
      one.kind === "map" ? (both.soft === both.hard ? both.soft : group(both)) : Number(textOf(one)),
    ];
  });
  draft.fields.set("ulimits", group(Object.fromEntries(all)));
};
