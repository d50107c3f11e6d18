import type { HomeArgs } from "./args";
import type { Problems } from "./check";

const anyBackups = "{ of: [blog], repository: { kind: directory, path: /mnt/disk }, encryption: … }";
const anyMonitor = "{ notify: [{ kind: ntfy, url: … }] }";

const namesOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.map((one) => String((one as { readonly name?: unknown } | null)?.name)) : [];

/** Says of backups of what the home does not have. */
export function checkKept(args: HomeArgs, hosts: readonly string[], problems: Problems): void {
  const there = [...namesOf(args.services), ...namesOf(args.applications)];
  for (const [at, { host, of }] of problems.list("backups", args.backups ?? [], `[${anyBackups}]`)) {
    const path = `backups.${at}`;
    if (host !== undefined && !hosts.includes(String(host)))
      problems.add(`${path}.host`, `"${host}" is none of the hosts (${hosts.join(", ")})`);
    if (!Array.isArray(of)) problems.add(`${path}.of`, "it is no list of names; example: [blog]");
    else
      for (const name of of.map(String).filter((one) => !there.includes(one)))
        problems.add(
          `${path}.of`,
          `"${name}" is none of the services and applications (${there.join(", ")})`,
        );
  }
}

/** Says of databases that are to be dumped, and that no backups have. */
export function checkDumped({ applications, backups }: HomeArgs, problems: Problems): void {
  if (!Array.isArray(applications)) return;
  const kept = (Array.isArray(backups) ? backups : []).flatMap(({ of }) => (Array.isArray(of) ? of : []));
  for (const [at, one] of (applications as HomeArgs["applications"] & object).entries())
    for (const [key, database] of Object.entries(one?.databases ?? {}))
      if (database?.backup === undefined && !kept.includes(one.name))
        problems.add(
          `applications.${at}.databases.${key}.backup`,
          `no backups have ${one.name} in their "of", to have it dumped; name it there, or say what else backs it up, "none" where its data may be lost`,
        );
}

/** Says of pages that nobody would make, and of what they are to show that there is not. */
export function checkWatching(args: HomeArgs, problems: Problems): void {
  const { monitor, statusPage } = args;
  if (monitor !== undefined && problems.group("monitor", monitor, anyMonitor)) {
    problems.list("monitor.notify", monitor.notify, "[{ kind: ntfy, url: … }], or [] for nobody");
    if (monitor.homes !== undefined)
      problems.list("monitor.homes", monitor.homes, "[{ name: cellar, page: https://watch.example.org }]");
  }
  for (const page of ["monitorPage", "statusPage"] as const) {
    if (args[page] === undefined || !problems.group(page, args[page], "{ domains: [watch.example.org] }"))
      continue;
    if (monitor === undefined)
      problems.add(page, `a monitor makes it, and there is none; example: monitor: ${anyMonitor}`);
  }
  if (statusPage === undefined || !problems.group("statusPage.shows", statusPage?.shows, "{ Blog: blog }"))
    return;
  // An application's parts have names that are known once it is made.
  const there = namesOf(args.services);
  const applications = namesOf(args.applications);
  for (const [title, name] of Object.entries(statusPage.shows))
    if (!there.includes(name) && !applications.some((one) => String(name).startsWith(`${one}-`)))
      problems.add(
        `statusPage.shows.${title}`,
        `"${name}" is none of the services (${[...there, ...applications.map((one) => `${one}-…`)].join(", ")})`,
      );
}
