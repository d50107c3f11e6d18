import { describe, expect, test } from "vitest";
import { jumpOf, whereabouts } from "../../../../commands/shared/whereabouts";
import { type KnownDoor, sshOptions } from "../../../../components/hosts/machine/options";

const door = (address: string, port = 22): KnownDoor => ({
  name: "gate",
  user: "anna",
  hostKey: "ssh-ed25519 AAAA",
  address,
  port,
});
const attic = { ...door("10.0.0.12"), name: "attic", keepAliveSeconds: 5 };

describe("where an engine is", () => {
  test.each([
    ["unix:///var/run/docker.sock", [], "unix:///var/run/docker.sock"],
    ["ssh://deploy@attic", [], "ssh://deploy@attic"],
    ["ssh://deploy@attic:2222", ["-o", "HostName=10.0.0.12"], "ssh://deploy@10.0.0.12:2222"],
    ["ssh://deploy@attic:22", ["-o", "HostName=fd00::12"], "ssh://deploy@[fd00::12]:22"],
  ])("%s by %j is said by its address", (endpoint, options, where) => {
    expect(whereabouts({ endpoint, sshOptions: options })).toBe(where);
  });

  test.each([
    [door("gate.example.org"), "anna@gate.example.org"],
    [door("10.0.0.1", 2222), "anna@10.0.0.1:2222"],
    [door("fd00::1"), "anna@[fd00::1]"],
    [{ ...door("10.0.0.1"), identity: "/home/anna/a key" }, "anna@10.0.0.1"],
  ])("the machine on the way to it is said as ssh takes it", (gate, said) => {
    const options = sshOptions({ ...attic, jump: { ...gate, keepAliveSeconds: 5 } });
    const engine = { endpoint: "ssh://deploy@attic:22", sshOptions: options };
    expect(jumpOf(engine)).toBe(said);
    expect(whereabouts(engine)).toBe("ssh://deploy@10.0.0.12:22");
  });

  test("one that is reached directly has none on the way", () => {
    expect(jumpOf({ endpoint: "ssh://deploy@attic:22", sshOptions: sshOptions(attic) })).toBeUndefined();
  });
});
