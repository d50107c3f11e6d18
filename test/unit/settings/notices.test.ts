import { describe, expect, test } from "vitest";
import { forComponents } from "../../../components/settings/forComponents";
import { noticesOf } from "../../../components/settings/notices";
import { parseSettings, usable as usableOf } from "../../../components/settings/parse";
import { usable } from "./problems";

const acme = { source: "acme", challenge: { kind: "http-01" } };
const dns = { kind: "dns-01", provider: "rfc2136", credentials: ["RFC2136_TSIG_SECRET"] };
const network = (publicPorts: object) => ({ network: { subnet: "172.30.70.0/24", publicPorts } });
const apart = { portOffsets: { farm: 101, router: 11 } };

const notices = (own: object, sibling: object): string[] => {
  const siblings = [{ stack: "prod", values: { ...network({}), ...sibling } }];
  const settings = parseSettings({ stack: "staging", values: { ...usable, ...apart, ...own } }, siblings);
  return noticesOf(settings, usableOf(siblings));
};

describe("a deployment says", () => {
  test("nothing where both stacks have their certificates from one source", () => {
    expect(notices({}, {})).toEqual([]);
    expect(notices({ certificates: { source: "authority" } }, {})).toEqual([]);
  });

  test("that a stack does not show what the other one serves", () => {
    expect(
      notices({ certificates: { source: "authority" } }, { certificates: acme, ...network({ http: 80 }) }),
    ).toEqual([
      "certificates: a deliberate difference: this stack has source authority, stack prod (Pulumi.prod.yaml) has acme",
    ]);
    expect(notices({ certificates: { source: "authority", lifetimeDays: 100 } }, {})).toEqual([
      "certificates: a deliberate difference: this stack has source authority, stack prod (Pulumi.prod.yaml) has authority with other settings",
    ]);
  });

  test("that nobody can issue, where no farm is reached on port 80", () => {
    const [said = "", ...more] = notices({ certificates: acme }, { certificates: acme });
    expect(more).toEqual([]);
    expect(said).toContain("certificates.challenge: nobody issues");
    expect(said).toContain("network.publicPorts.http: 80");
    expect(notices({ certificates: acme }, { certificates: acme, ...network({ http: 80 }) })).toEqual([]);
    const byDns = { source: "acme", challenge: dns };
    expect(notices({ certificates: byDns }, { certificates: byDns })).toEqual([]);
  });
});

describe("certificates by ACME", () => {
  const farmOf = (certificates: object) =>
    forComponents(
      parseSettings({ stack: "staging", values: { ...usable, certificates } }),
      (name) => `secret of ${name}`,
    ).farm;

  test("settings name the secrets of a DNS provider, and the farm is given them", () => {
    expect(farmOf({ source: "acme", challenge: dns }).certificates).toMatchObject({
      challenge: { kind: "dns-01", credentials: { RFC2136_TSIG_SECRET: "secret of RFC2136_TSIG_SECRET" } },
    });
  });

  test("without DNS there is nothing to be given", () => {
    expect(farmOf(acme).certificates).toMatchObject({ source: "acme", challenge: { kind: "http-01" } });
  });
});
