import { Agent } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderGiveUp } from "../../../components/front/virtualAddress/script";
import { buildTestImages } from "../../images/build";
import type { Machine } from "../../support/machine/machine";
import { waitFor } from "../../support/wait";
import { endFarm, Pair, startFarm } from "./pair";

/**
 * An address of two machines, in all the ways in which one of them can go. Times are upper bounds that a machine with much else
 * to do keeps, at about twice what they are on a quiet one.
 */

let pair: Pair;
beforeAll(async () => {
  await buildTestImages(() => {});
  pair = await Pair.open();
});
afterAll(async () => {
  await pair?.close();
});

const done = { status: 0, stderr: "" };
const keeping = (on: string) => `service=$(pidof keepalived); [ -n "$service" ]; echo $service > ${on}`;

test("both keep it, the first one has it, and once more nothing is changed", async () => {
  const { one, two } = pair;
  // Whoever keeps it first has it, whatever its rank.
  for (const machine of [one, two]) expect(await pair.keep(machine)).toMatchObject(done);
  await pair.answeredBy(one, 60);
  expect(await pair.has(two)).toBe(false);
  for (const machine of [one, two]) {
    await machine.run(keeping("/tmp/before"));
    expect(await pair.keep(machine)).toMatchObject({ ...done, stdout: `${pair.address} is kept\n` });
    await machine.run(`${keeping("/tmp/after")}; cmp /tmp/before /tmp/after`);
  }
  await pair.stays(one, 2);
});

test("an address that another machine has is refused, and nothing of it is begun", async () => {
  const { one, address } = pair;
  const gateway = (await one.run("ip -4 route show default | awk '{ print $3 }'")).trim();
  const instance = "home.prod.other";
  const refused = await pair.keep(one, { instance, address: gateway, routerId: 11 });
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain(
    `${gateway} is that of another machine, which answers for it (MAC address `,
  );
  expect(await one.run("ls /etc/keepalived/homeport")).not.toContain(instance);
  expect(await one.run("ip -4 address")).not.toContain(gateway);
  // The other one of the pair has this one, and is no stranger.
  expect(await pair.keep(pair.two)).toMatchObject({ ...done, stdout: `${address} is kept\n` });
});

/** Who has the address, and who will have it next. */
async function turn(): Promise<readonly [Machine, Machine]> {
  const { one, two } = pair;
  const [has, next] = (await pair.visit()) === one.name ? [one, two] : [two, one];
  await pair.ready(next);
  return [has, next];
}

/**
 * Something befalls the one that has the address. A visitor with an open connection loses it, and new ones are answered by the other one.
 * Mended, it takes nothing back; it is the next one's turn to fail.
 */
async function fails(
  fault: (on: Machine) => Promise<unknown>,
  seconds: number,
  mend: (on: Machine) => Promise<unknown>,
): Promise<void> {
  const [has, next] = await turn();
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  expect(await pair.visit(kept)).toBe(has.name);
  const [socket] = Object.values(kept.freeSockets).flat();
  await fault(has);
  expect(await pair.answeredBy(next)).toBeLessThan(seconds);
  // What is asked on the connection of before is answered by nobody; only a new one leads to the other machine.
  const isOpen = socket !== undefined && !socket.destroyed;
  expect(await pair.visit(kept)).toBe(isOpen ? undefined : next.name);
  kept.destroy();
  await mend(has);
  await pair.ready(has);
  await pair.stays(next, 3);
  expect(await pair.has(has)).toBe(false);
}

describe("new visitors are answered by the other one, which goes on when the first is back", () => {
  test("within 5 s where the farm ended", () =>
    fails(
      (on) => on.run(endFarm),
      12,
      (on) => on.run(startFarm),
    ));

  test("within 5 s where the farm is there and answers nothing", () =>
    fails(
      (on) => on.run("kill -STOP $(pidof haproxy)"),
      12,
      (on) => on.run("kill -CONT $(pidof haproxy)"),
    ));

  test("within 1 s where keepalived is ended in order", () =>
    fails(
      (on) => on.run("systemctl disable --quiet --now keepalived"),
      6,
      (on) => on.run("systemctl start keepalived"),
    ));

  test("within 4 s where keepalived was killed, and the address is gone there", () =>
    fails(
      (on) => on.run("kill -9 $(pidof keepalived)"),
      10,
      async (on) => expect(await pair.has(on)).toBe(false),
    ));

  test("within 4 s where power is gone", () =>
    fails(
      (on) => on.kill(),
      10,
      (on) => on.start(),
    ));

  test("within 4 s where a cable is pulled", () =>
    fails(
      (on) => on.run("ip link set eth0 down"),
      10,
      (on) => on.run("ip link set eth0 up"),
    ));
});

test("who see each other no more have it both, and one of them once they do", async () => {
  const { one, two } = pair;
  await turn();
  const both = (script: string) => Promise.all([one, two].map((machine) => machine.run(script)));
  await both(
    "nft 'table ip cut { chain in { type filter hook input priority -300; ip protocol vrrp drop; }; }'",
  );
  await waitFor("both to have it", async () => (await pair.has(one)) && (await pair.has(two)), 20);
  await both("nft delete table ip cut");
  await waitFor("one of them to have it", async () => !(await pair.has(two)), 10);
  expect(await pair.has(one)).toBe(true);
  await pair.answeredBy(one);
});

describe("set-up refuses", () => {
  test("a machine without the address by which the other one is to know it", async () => {
    const { status, stderr } = await pair.keep(pair.two, { own: "192.0.2.7" });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^host two: no interface has 192\.0\.2\.7, by which the other host is to know this one\./,
    );
  });

  test("a second address by the same number, and the first one goes on", async () => {
    const { one } = pair;
    const { status, stderr } = await pair.keep(one, {
      instance: "home.staging.front",
      address: "192.0.2.10",
    });
    expect(status).toBe(1);
    expect(stderr).toContain("host one: keepalived does not take 192.0.2.10/24:");
    expect(stderr).toContain("duplicate VRID conflict");
    await pair.stays(one, 2);
  });

  test("a keepalived of somebody else's, which stays as it is", async () => {
    const { two } = pair;
    await two.run(
      "cp -a /etc/keepalived /tmp/ours; echo 'global_defs { }' > /etc/keepalived/keepalived.conf",
    );
    const { status, stderr } = await pair.keep(two);
    expect(status).toBe(1);
    expect(stderr).toContain("keepalived.conf is there already, and is not Homeport's; it stays as it is.");
    expect(await two.run("cat /etc/keepalived/keepalived.conf")).toBe("global_defs { }\n");
    await two.run("rm -r /etc/keepalived; mv /tmp/ours /etc/keepalived");
  });
});

test("given up, it is on neither of them, and nothing of it is left", async () => {
  for (const machine of [pair.one, pair.two]) {
    const script = renderGiveUp(machine.name, pair.of(machine));
    expect(await pair.run(machine, script)).toMatchObject(done);
    expect(await pair.has(machine)).toBe(false);
    expect(
      await machine.run(
        "ls /etc/keepalived /etc/systemd/system/keepalived.service.d; pidof keepalived || echo none",
      ),
    ).not.toMatch(/homeport|\d{2}/);
    expect(await pair.run(machine, script), "once more").toMatchObject(done);
  }
  expect(await pair.visit()).toBeUndefined();
});
