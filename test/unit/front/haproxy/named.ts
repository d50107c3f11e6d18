import type { ConfigFile } from "../../../../components/front/haproxy/text";

/** A configuration with what its files say in its lines: what HAProxy has of it in the end. */
export const named = ({ text, live = [] }: ConfigFile): string =>
  live.reduce(
    (all, { path, text: values }) => all.replaceAll(`-f ${path}`, values.trimEnd().replaceAll("\n", " ")),
    text,
  );
