import { beforeAll, expect, test } from "vitest";
import { graphOf, labelsOf, named } from "./graph";
import type { Recording, Resource } from "./recording";

let recording: Recording;
let http: Resource;
let dns: Resource;
beforeAll(async () => {
  recording = await graphOf({ program: "issuer" });
  http = named(recording, "http-issuer-lego");
  dns = named(recording, "dns-issuer-lego");
});

const mounts = ({ inputs }: Resource) =>
  (
    inputs.volumes as { hostPath?: string; volumeName?: string; containerPath: string; readOnly?: boolean }[]
  ).map(
    ({ hostPath, volumeName, containerPath, readOnly }) =>
      `${hostPath ?? volumeName}:${containerPath}${readOnly ? ":ro" : ""}`,
  );

test("with HTTP-01 every farm of the host reads the one directory; with DNS-01 each environment has its own", () => {
  expect(mounts(http)).toEqual(["/var/lib/homeport/acme:/acme", "http-issuer-state:/issuer"]);
  expect(mounts(dns)).toEqual([
    "/srv/acme/prod:/acme",
    "dns-issuer-state:/issuer",
    "/srv/authority.pem:/etc/homeport/authority.pem:ro",
  ]);
});

test("an issuer has no more rights than it needs, and never two work at once", () => {
  for (const issuer of [http, dns]) {
    expect(issuer.inputs).toMatchObject({
      capabilities: { drops: ["ALL"] },
      securityOpts: ["no-new-privileges:true"],
      readOnly: true,
      memory: 96,
      logOpts: { "max-size": "10m", "max-file": "3" },
    });
    expect(issuer.inputs.ports).toBeUndefined();
    expect(issuer.deleteBeforeReplace).toBe(false);
    expect(issuer.inputs).toMatchObject({ start: false, mustRun: false });
    expect(labelsOf(issuer)["homeport.component"]).toBe("issuer");
  }
  expect(http.inputs.image).toBe("goacme/lego:v4.31.0");
  expect(dns.inputs.image).toBe("registry.example.org/lego:4.31");
});

test("credentials are nowhere but in what the deployment hands over, and a secret there, or the state would show them", () => {
  const holding = recording.resources.filter((one) => JSON.stringify(one).includes("secret-of-the-zone"));
  expect(holding.map(({ name }) => name)).toEqual(["dns-issuer-issued"]);
  const { stdin, ...rest } = (holding[0] as Resource).inputs;
  expect(stdin).toEqual({ secret: expect.stringContaining("secret-of-the-zone") });
  expect(JSON.stringify(rest)).not.toContain("secret-of-the-zone");
});

test("the deployment's order fits the issuer, or it would never be heard", () => {
  for (const name of ["http-issuer", "dns-issuer"]) {
    const script = JSON.stringify(named(recording, `${name}-lego`).inputs.entrypoints);
    const order = JSON.stringify(named(recording, `${name}-issued`).inputs.stdin);
    const [, revision = ""] = /order=\\"(\w{12}) /.exec(order) ?? [];
    expect(revision).not.toBe("");
    expect(script).toContain(`= ${revision} ]`);
  }
});
