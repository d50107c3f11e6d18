import { expect, test } from "vitest";
import type { FoundBackups } from "../../../../commands/backups/find";
import { parseReached, refuseMail } from "../../../../commands/rehearse/mail";
import { pairsOf, unpaired } from "../../../../commands/rehearse/pairs";

const backups = (stack: string, own: Partial<FoundBackups> = {}): FoundBackups =>
  ({
    ...{
      name: "backups",
      host: "infra",
      volumes: ["wiki/files", "wiki-db/data"],
      container: "c",
      containers: [],
    },
    ...{ stack, owner: `home.${stack}.infra`, repositories: [`https://b.example.org/${stack}`] },
    engine: { endpoint: `ssh://${stack}`, sshOptions: [] },
    ...own,
  }) as FoundBackups;
const [prod, staging] = [backups("prod"), backups("staging")];

test("what both back up on a host of one name is brought; what one alone has is told", () => {
  const to = backups("staging", { volumes: ["wiki/files", "trial/data"] });
  expect(pairsOf([prod], [to])).toMatchObject([{ from: { stack: "prod" }, keys: ["wiki/files"] }]);
  expect(unpaired([prod], [to])).toEqual({ missing: ["wiki-db/data"], staying: ["trial/data"] });
});

test.each<[string, FoundBackups, RegExp]>([
  [
    "of another project",
    backups("staging", { owner: "shop.staging.infra" }),
    /of the project home, and staging of shop/,
  ],
  ["with the same repository", backups("staging", { repositories: prod.repositories }), /one of its own/],
  [
    "on other hosts alone",
    backups("staging", { host: "attic" }),
    /prod has wiki\/files on infra.*staging has .* on attic/,
  ],
  [
    "with nothing in common",
    backups("staging", { volumes: ["trial/data"] }),
    /no volume is backed up in prod and in/,
  ],
])("an environment %s is refused", (_, to, said) => {
  expect(() => pairsOf([prod], [to])).toThrow(said);
});

test("a directory of one name is another one on another host, and the same on the same", () => {
  const at = (one: FoundBackups) => ({ ...one, repositories: ["/mnt/disk"] });
  expect(pairsOf([at(prod)], [at(staging)])).toHaveLength(1);
  const beside = { ...at(staging), engine: prod.engine };
  expect(() => pairsOf([at(prod)], [beside])).toThrow("/mnt/disk is the repository of prod and of staging");
});

test("a server of mail that answers is refused by its name and network, with what keeps mail in", () => {
  expect(() => refuseMail([], "staging")).not.toThrow();
  const reached = parseReached("lan 172.30.71.1:25 172.30.71.0/24 fd00::/64\n", "infra");
  expect(reached).toEqual([
    { host: "infra", network: "lan", server: "172.30.71.1:25", subnets: ["172.30.71.0/24", "fd00::/64"] },
  ]);
  let said = "";
  try {
    refuseMail(reached, "staging");
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).toContain("172.30.71.1:25 answers, from lan on host infra");
  expect(said).toContain('noMail: ["172.30.71.0/24", "fd00::/64"]');
  expect(said).toContain("iptables -I DOCKER-USER -s 172.30.71.0/24 -p tcp");
  expect(said).toContain("--mail-may-leave");
});
