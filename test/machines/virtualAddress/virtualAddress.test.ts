import { Agent } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderGiveUp } from "../../../components/front/virtualAddress/script";
import { buildTestImages } from "../../images/build";
import { pause, waitFor } from "../../support/wait";
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

/** A visitor with an open connection loses it, whatever takes over. */
async function loses(fault: () => Promise<unknown>, seconds: number): Promise<void> {
  const { one, two } = pair;
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  expect(await pair.visit(kept)).toBe(one.name);
  const [socket] = Object.values(kept.freeSockets).flat();
  await fault();
  expect(await pair.answeredBy(two)).toBeLessThan(seconds);
  // What is asked on the connection of before is answered by nobody; only a new one leads to the other machine.
  const isOpen = socket !== undefined && !socket.destroyed;
  expect(await pair.visit(kept)).toBe(isOpen ? undefined : two.name);
  kept.destroy();
}

/** Gives the first one the address again, for what comes next: by hand, as nothing else does. */
async function back(): Promise<void> {
  const { one, two } = pair;
  await waitFor("the first one to be ready", () => one.run("pidof keepalived haproxy").then(() => true), 60);
  // The farm there has been asked twice by then.
  await pause(8);
  await two.run(endFarm);
  await pair.answeredBy(one);
  await two.run(startFarm);
  await pause(4);
}

describe("new visitors are answered by the other one", () => {
  test("within 5 s where the first one's farm ended; back, it does not take the address again", async () => {
    const { one, two } = pair;
    await loses(() => one.run(endFarm), 12);
    await one.run(startFarm);
    await pair.stays(two, 6);
    await back();
  });

  test("within 5 s where it is there and answers nothing", async () => {
    const { one } = pair;
    await loses(() => one.run("kill -STOP $(pidof haproxy)"), 12);
    await one.run("kill -CONT $(pidof haproxy)");
    await back();
  });

  test("within 1 s where keepalived is ended in order", async () => {
    const { one } = pair;
    await loses(() => one.run("systemctl disable --quiet --now keepalived"), 6);
    await one.run("systemctl start keepalived");
    await back();
  });

  test("within 4 s where keepalived was killed, and the address is gone there before", async () => {
    const { one } = pair;
    await loses(() => one.run("kill -9 $(pidof keepalived)"), 10);
    expect(await pair.has(one)).toBe(false);
    await back();
  });

  test("within 4 s where power is gone; started anew, the first one takes nothing back", async () => {
    const { one, two } = pair;
    await loses(() => one.kill(), 10);
    await one.start();
    await pair.stays(two, 10);
    expect(await pair.has(one)).toBe(false);
    await back();
  });
});

test("a cable is pulled: the other one answers, and goes on once it is back", async () => {
  const { one, two } = pair;
  await loses(() => one.run("ip link set eth0 down"), 10);
  await one.run("ip link set eth0 up");
  await pair.stays(two, 8);
  expect(await pair.has(one)).toBe(false);
  await back();
});

test("who see each other no more have it both, and one of them once they do", async () => {
  const { one, two } = pair;
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
