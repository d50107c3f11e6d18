import { describe, expect, test } from "vitest";
import {
  renderFirewallApply,
  renderFirewallConfirm,
  renderFirewallRemove,
} from "../../../../components/hosts/hostSetup/firewall";
import { renderFirewallRules } from "../../../../components/hosts/hostSetup/firewallRules";
import { expectGolden } from "../../golden";
import { complaints } from "./shell";

const wanted = {
  sshPort: 22,
  public: [443, 80, "443/udp", 80],
  private: ["10.0.0.0/8", "fd00::/8", "10.1.0.0/16"],
  machine: [9100, "161/udp"],
} as const;

describe("rules of a firewall", () => {
  test("are to the letter what was agreed to", () => {
    expectGolden("hostSetup/firewall.nft", renderFirewallRules(wanted));
  });

  test("keep mail of networks in that are named, by chains of their own", () => {
    const noMail = ["172.30.71.0/24", "fd00:71::/64"];
    const rules = renderFirewallRules({ sshPort: 22, noMail });
    const drop = "tcp dport { 25, 465, 587, 2525 } drop";
    for (const from of ["ip saddr { 172.30.71.0/24 }", "ip6 saddr { fd00:71::/64 }"])
      expect(rules.split(`    ${from} ${drop}\n`)).toHaveLength(3);
  });

  test("let in what the named machines say of a virtual address, and nobody else's", () => {
    const rules = renderFirewallRules({ sshPort: 22, vrrp: ["192.168.1.12", "192.168.1.12"] });
    const [input = ""] = rules.split("chain from_private");
    expect(input).toContain("    ip saddr { 192.168.1.12 } meta l4proto vrrp accept\n  }");
  });

  test("without any setting let in SSH alone", () => {
    expectGolden("hostSetup/firewall-ssh.nft", renderFirewallRules({ sshPort: 2222 }));
  });
});

test.each([
  ["apply", renderFirewallApply("apps", wanted)],
  ["confirm", renderFirewallConfirm("apps", wanted)],
  ["remove", renderFirewallRemove("apps")],
])(
  "the script to %s a firewall is to the letter what was agreed to, and a shell reads it",
  (name, script) => {
    expectGolden(`hostSetup/firewall-${name}.sh`, script);
    expect(complaints(script)).toBe("");
  },
);
