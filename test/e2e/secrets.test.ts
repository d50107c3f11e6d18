import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { resticImage, sqliteImage, testImages } from "../images/tags";
import { keysIn } from "../suite/keys";
import { secretOf } from "../suite/scenario";
import { type Container, containers, docker, logsOf, runIn } from "../support/containers";
import { ask } from "../support/http";
import { removeFolder } from "../support/removeFolder";
import { trust } from "../support/trust";
import { commandLinesDuring } from "./commandLines";
import { e2e } from "./floor";
import type { Home } from "./home";
import { keySecret, plantedSecret, repositorySecrets } from "./programs/secrets";
import { basePorts, Workspace } from "./workspace";

const farm = `https://127.0.0.1:${basePorts.https}`;

/** Whatever is written, shown or listed while a service with secrets is deployed. */
e2e("secrets through the real engine", () => {
  let workspace: Workspace | undefined;
  let home: Home;
  /** What the service is given. */
  let given: string[] = [];
  const keysOfRepositories = Object.values(repositorySecrets).flatMap((one) => one.split("\n"));
  const directory = mkdtempSync(join(tmpdir(), "homeport-vault-"));
  /** The farm's private keys, which the service does not have. */
  const keys: string[] = [];
  const said: string[] = [];
  const inGroup = "vault:repository.password";
  const commandLines: string[] = [];

  beforeAll(async () => {
    await buildTestImages(() => {}, [...Object.values(testImages), sqliteImage, resticImage]);
    workspace = await Workspace.open("vault");
    home = await workspace.stack("prod");
    home.configure({
      "vault:directory": directory,
      "vault:restic": resticImage,
      "vault:python": sqliteImage,
    });
    await home.cli("config", "set", "--secret", "vault:encryption", repositorySecrets.encryption);
    await home.cli("config", "set", "--secret", "--path", inGroup, repositorySecrets.rest);
    await home.cli("config", "set", "--secret", "--path", "vault:repository.other", "beside it");
    said.push((await home.preview()).told);
    commandLines.push(...(await commandLinesDuring(async () => said.push((await home.up()).told))));
    const { password, authority } = (await home.outputs()) as { password: string; authority: string };
    expect(password).toHaveLength(24);
    trust(farm, authority);
    for (const container of await containers({ ...home.labels, "homeport.component": "farm" }))
      keys.push(...(await keysIn(container)));
    given = [plantedSecret, secretOf("prod"), password, ...keySecret.split("\n")];
  });
  afterAll(async () => {
    await workspace?.close();
    removeFolder(directory);
  });

  /** The engine begins with all that stands in clear in the configuration, whatever anybody makes of it. */
  const withoutConfiguration = (told: string) =>
    told
      .split("\n")
      .filter((line) => !line.includes('"preludeEvent":'))
      .join("\n");

  /** Names what is not safe, and does not show it. */
  const expectNone = (what: string, text: string) => {
    const found = [...given, ...keysOfRepositories, ...keys].filter((secret) => text.includes(secret));
    expect(found, what).toEqual([]);
  };

  test("the service has them: without this, nothing below would mean anything", async () => {
    for (const name of ["PLANTED", "KEY", "CONFIGURED", "GENERATED"])
      expect((await ask(farm, "vault.example.org", `/secret-hash?name=${name}`)).text).toMatch(
        /[0-9a-f]{64}/,
      );
    const [vault] = await containers({ ...home.labels, "homeport.component": "vault" });
    for (const secret of given) expect(vault?.Config.Env.join("\n")).toContain(secret);
  });

  test("neither the exported state nor the shown outputs have them in clear", async () => {
    expectNone("stack export", await home.cli("stack", "export"));
    const outputs = await home.cli("stack", "output", "--json");
    expect(outputs).toContain("[secret]");
    expectNone("stack output", outputs);
  });

  test("one that stands in clear in the stack's file is told by its path and what encrypts it; of the backups it is refused", async () => {
    for (const one of said) expect(one).not.toContain("stands in clear");
    await home.cli("config", "set", "--plaintext", "--path", inGroup, repositorySecrets.rest);
    const { told } = await home.preview();
    expect(told).toContain(`stands in clear in Pulumi.prod.yaml as ${inGroup},`);
    expect(told).toContain(`config set --secret --path '${inGroup}' --stack prod`);
    await home.cli("config", "set", "--secret", "--path", inGroup, repositorySecrets.rest);
    await home.cli("config", "set", "--plaintext", "vault:encryption", repositorySecrets.encryption);
    const { failure = "", told: refused } = await home.tryPreview();
    expect(failure).toContain("stands in clear in Pulumi.prod.yaml as vault:encryption");
    expect(failure).toContain("config set --secret vault:encryption --stack prod");
    await home.cli("config", "set", "--secret", "vault:encryption", repositorySecrets.encryption);
    said.push(...[told, refused, failure].map(withoutConfiguration));
    await home.unchanged();
  });

  test("no output and no event of previews and updates has them, nor a failed one's log lines", async () => {
    home.configure({ "vault:leaking": true });
    said.push((await home.preview()).told);
    commandLines.push(
      ...(await commandLinesDuring(async () => {
        const { told, failure } = await home.tryUp();
        expect(failure).toContain("cannot log in:");
        expect(failure).toContain("GENERATED=[secret]");
        expect(failure).toContain("PLAIN=second version");
        said.push(told, failure ?? "");
      })),
    );
    expectNone("output and events", said.join("\n"));
    expectNone("stack export", await home.cli("stack", "export"));
  });

  test("no label, command or health check of a container has them", async () => {
    for (const { Name, Config, Args, Path } of await containers(home.labels)) {
      const { Labels, Cmd, Entrypoint, Healthcheck } = Config;
      expectNone(Name, JSON.stringify([Labels, Cmd, Entrypoint, Healthcheck, Args, Path]));
    }
  });

  test("no container has the keys of repositories in what the engine shows of it, its log or its processes", async () => {
    const [backups] = await containers({ ...home.labels, "homeport.component": "backups" });
    const kept = await runIn(backups as Container, ["sh", "-c", "cat /backups/secrets/*"]);
    expect(keysOfRepositories.filter((one) => !kept.includes(one))).toEqual([repositorySecrets.ping]);
    for (const one of await containers(home.labels)) {
      const processes = await docker.getContainer(one.Id).top();
      const seen = JSON.stringify([one, processes]) + (await logsOf(one.Id));
      expect(
        keysOfRepositories.filter((key) => seen.includes(key)),
        one.Name,
      ).toEqual([]);
    }
  });

  test.runIf(existsSync("/proc/self/cmdline"))(
    "no command line of this machine has them while an update runs",
    () => {
      expect(commandLines.some((line) => line.includes("docker\0exec"))).toBe(true);
      expectNone("command lines", commandLines.join("\n"));
    },
  );
});
