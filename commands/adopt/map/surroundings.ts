import { isMarked, unmarked } from "../env/marks";
import { entriesOf, itemsOf, member, textOf } from "../read/tree";
import { type Code, group } from "../write/code";
import type { Handler } from "./process";

export const logging: Handler = ({ value, at }, { draft, note }) => {
  const driver = textOf(member(value, "driver"));
  if (driver === undefined || driver === "json-file") {
    note("leftOut", at, `${draft.service.name}: logging: three files of 10 MB are kept of each container`);
    return;
  }
  const options = entriesOf(member(value, "options")).map(([key, one]): [string, string] => [
    key,
    textOf(one.value) ?? "",
  ]);
  draft.fields.set(
    "logging",
    group({ driver, options: options.length > 0 ? group(Object.fromEntries(options)) : undefined }),
  );
};

export const devices: Handler = ({ value }, { draft, note }) => {
  const all = itemsOf(value).flatMap((item): Code[] => {
    const [host = "", container, permissions] = (textOf(item) ?? "").split(":");
    const long =
      item.kind === "map"
        ? {
            host: textOf(member(item, "source")) ?? "",
            container: textOf(member(item, "target")),
            permissions: textOf(member(item, "permissions")),
          }
        : undefined;
    const one = long ?? { host, container, permissions };
    if (!one.host.startsWith("/dev/") && !isMarked(one.host)) {
      note(
        "lost",
        item.at,
        `${draft.service.name}: ${unmarked(one.host)} is no path of a device; a device by its kind is not given here`,
      );
      return [];
    }
    note(
      "decide",
      item.at,
      `${draft.service.name}: the device ${unmarked(one.host)} has to be on the host that the router is on`,
    );
    const same = one.container === undefined || one.container === one.host;
    return [
      same && one.permissions === undefined
        ? one.host
        : group({
            host: one.host,
            container: same ? undefined : one.container,
            permissions: one.permissions,
          }),
    ];
  });
  if (all.length > 0) draft.fields.set("devices", all);
};

export const securityOptions: Handler = ({ value }, { draft, note }) => {
  for (const item of itemsOf(value)) {
    const option = textOf(item) ?? "";
    const { name } = draft.service;
    if (/^no-new-privileges([:=]true)?$/.test(option)) continue;
    if (/^label[:=]/.test(option))
      note("leftOut", item.at, `${name}: ${option}: SELinux labels are left as they are`);
    else
      note(
        "decide",
        item.at,
        `${name}: ${option}: the engine's own profile holds for it, which may be too strict for this image`,
      );
  }
};
