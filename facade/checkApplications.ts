import type { Problems } from "./check";

const anyContainer = "{ image: mariadb:11.8.5 }";
const anyApplication = `{ name: pad, containers: { db: ${anyContainer} } }`;
const anyWeb = "{ domains: [pad.example.org], port: 9001 }";

/** Says of applications what they themselves could not: the rest they check. */
export function checkApplications(applications: unknown, hosts: readonly string[], problems: Problems): void {
  for (const [at, { name, host, containers }] of problems.list(
    "applications",
    applications,
    `[${anyApplication}]`,
  )) {
    const path = `applications.${at}`;
    problems.text(`${path}.name`, name, "pad");
    if (host !== undefined && !hosts.includes(String(host)))
      problems.add(`${path}.host`, `${JSON.stringify(host)} is none of the hosts (${hosts.join(", ")})`);
    if (!problems.group(`${path}.containers`, containers, `{ db: ${anyContainer} }`)) continue;
    for (const [key, one] of Object.entries(containers as object)) {
      const container = `${path}.containers.${key}`;
      if (problems.group(container, one, anyContainer) && one.web !== undefined)
        problems.list(`${container}.web`, one.web, `[${anyWeb}]`);
    }
  }
}
