import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderDaemon } from "../../components/hosts/hostSetup/daemon";
import { renderEngine } from "../../components/hosts/hostSetup/engine";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { keyFile } from "../support/machine/enter";
import { loadImages } from "../support/machine/images";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";
import { take } from "../support/machine/step";
import { waitFor } from "../support/wait";

/** Engines that check their settings before they start (Debian 13), and that do not (Debian 12). */

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
let network: MachineNetwork;
const machines = new Map<number, Machine>();

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
  for (const debian of [12, 13] as const) {
    const machine = await startMachine({
      ...{ name: `engine${debian}`, network, authorizedKey: keys.publicKey, debian },
    });
    machines.set(debian, machine);
    const engine = renderEngine(machine.name, { from: "distribution", compose: false, user: "root" });
    expect(await take(machine, file.path, engine)).toMatchObject({ status: 0 });
    await loadImages(machine, [testImages.echo]);
  }
});

afterAll(async () => {
  await Promise.all([...machines.values()].map((machine) => machine.stop()));
  await network?.close();
  file.remove();
});

describe.each([12, 13])("daemon.json on Debian %s", (release) => {
  const machine = (): Machine => {
    const found = machines.get(release);
    if (!found) throw new Error(`Debian ${release} has not started`);
    return found;
  };
  const apply = (wanted = {}) => take(machine(), file.path, renderDaemon(machine().name, wanted));
  const path = "/etc/docker/daemon.json";
  const text = () => machine().run(`cat ${path}`);
  const settings = async () => JSON.parse(await text());
  const write = (content: string) => machine().run(`mkdir -p /etc/docker; cat >${path}`, content);
  const container = () => machine().run("docker inspect -f '{{.State.Status}} {{.State.StartedAt}}' echo");
  const engineStart = () => machine().run("stat -c %Y /proc/$(cat /run/docker.pid)");
  const answers = () => fetch(`http://${machine().address}:8080/`).then(({ status }) => status === 200);

  test("what stands there is kept, containers and their ports survive, and set-up's own part is added", async () => {
    await write('{ "labels": ["rack=attic"], "log-opts": { "max-size": "5m", "tag": "{{.Name}}" } }');
    await machine().run(`docker run -d --name echo --publish 8080:8080 ${testImages.echo}`);
    await waitFor("the container to answer", answers);
    const [before, started] = [await container(), await engineStart()];

    expect(await apply()).toEqual({ status: 0, stdout: "", stderr: "" });

    expect(await settings()).toEqual({
      "live-restore": true,
      "userland-proxy": false,
      "log-driver": "json-file",
      "log-opts": { "max-size": "5m", "max-file": "3", tag: "{{.Name}}" },
      "default-address-pools": [
        { base: "172.17.0.0/16", size: 24 },
        { base: "172.18.0.0/16", size: 24 },
      ],
      labels: ["rack=attic"],
    });
    expect(await container()).toBe(before);
    expect(await engineStart(), "the engine has restarted").not.toBe(started);
    await waitFor("the container to answer", answers);
  });

  test("what an engine takes by itself needs no restart", async () => {
    const started = await engineStart();
    expect(await apply({ debug: true })).toMatchObject({ status: 0 });
    expect(await machine().run("docker info --format '{{.Debug}}'")).toBe("true\n");
    expect(await engineStart()).toBe(started);
  });

  test("a connection from the machine itself to a published port outlives the engine's restart", async () => {
    const held = machine().run(`rm -f /tmp/go; exec bash -c '
exec 3<>/dev/tcp/127.0.0.1/8080; touch /tmp/open
until [ -e /tmp/go ]; do sleep 0.1; done
printf "GET / HTTP/1.1\\r\\nHost: echo\\r\\nConnection: close\\r\\n\\r\\n" >&3; head -n 1 <&3'`);
    await waitFor("the connection", () =>
      machine()
        .run("rm /tmp/open")
        .then(() => true),
    );
    const started = await engineStart();
    expect(await apply({ "default-shm-size": "80M" })).toMatchObject({ status: 0 });
    expect(await engineStart()).not.toBe(started);
    await machine().run("touch /tmp/go");
    expect(await held).toBe("HTTP/1.1 200 OK\r\n");
  });

  test("what is no longer wanted goes, and the defaults come back for it", async () => {
    expect(await apply({ debug: true, "userland-proxy": true })).toMatchObject({ status: 0 });
    expect(await settings()).toMatchObject({ debug: true, "userland-proxy": true });
    expect(await apply()).toMatchObject({ status: 0 });
    expect(await settings()).toMatchObject({ "userland-proxy": false, labels: ["rack=attic"] });
    expect(await settings()).not.toHaveProperty("debug");
  });

  test("another log driver is not given the options of json-file", async () => {
    const before = await text();
    await write('{ "log-driver": "local" }');
    expect(await apply()).toMatchObject({ status: 0 });
    expect(await settings()).toMatchObject({ "log-driver": "local" });
    expect(await settings()).not.toHaveProperty("log-opts");
    await write(before);
    expect(await apply()).toMatchObject({ status: 0 });
  });

  test.each([
    ["half an object", '{ "debug": '],
    ["a list", "[]"],
    ["two objects", "{} {}"],
  ])("that is %s is refused and stays as it is, and so does the engine", async (_, broken) => {
    const [before, started, running] = [await text(), await engineStart(), await container()];
    await write(broken);
    const { status, stderr } = await apply();
    expect(status).toBe(1);
    expect(stderr).toContain(`host ${machine().name}: ${path} is not a JSON object`);
    expect(stderr).toContain('It stays as it is. Correct it, or remove it; example: { "debug": false }');
    expect(await text()).toBe(broken);
    expect([await engineStart(), await container()]).toEqual([started, running]);
    await write(before);
  });

  test("settings with which the engine does not start are taken back, and containers go on", async () => {
    const [before, running] = [await text(), await container()];
    const { status, stderr } = await apply({ "storage-driver": "nonesuch" });
    expect(status).toBe(1);
    expect(stderr).toContain(
      `the Docker engine does not come back with the new settings; the earlier ones are back`,
    );
    expect(stderr).toContain("driver not supported");
    expect(await text()).toBe(before);
    expect(await container()).toBe(running);
    await waitFor("the container to answer", answers);
    expect(await machine().run("ls /etc/homeport")).toBe("daemon.json\n");
  });

  test("a node of a swarm is not given live-restore, with which it would not start the next time", async () => {
    const before = await text();
    await write('{ "labels": ["rack=attic"], "live-restore": false }');
    await machine().run("service docker restart");
    await waitFor("the engine", () =>
      machine()
        .run("docker swarm init --advertise-addr 127.0.0.1")
        .then(() => true),
    );
    const [there, started] = [await text(), await engineStart()];
    const refused = async () => {
      const { status, stderr } = await apply({ "live-restore": true });
      expect(status).toBe(1);
      expect(stderr).toContain("the engine is a node of a swarm, with which live-restore does not go");
      expect(stderr).toContain("daemon: { live-restore: false }");
      expect(await text()).toBe(there);
    };
    await refused();
    expect(await engineStart()).toBe(started);
    expect(await apply({ "live-restore": false })).toMatchObject({ status: 0 });
    expect(await machine().run("docker info --format '{{.Swarm.LocalNodeState}}'")).toBe("active\n");

    // What an engine that does not run would do is told by what it left.
    await machine().run("service docker stop");
    await write(there);
    await refused();
    await machine().run("service docker start");
    await waitFor("the engine", () =>
      machine()
        .run("docker swarm leave --force")
        .then(() => true),
    );
    await write(before);
    expect(await apply()).toEqual({ status: 0, stdout: "", stderr: "" });
    await machine().run("docker start echo");
    await waitFor("the container to answer", answers);
  });

  test("settings that make no sense are refused or taken back, by whatever finds it", async () => {
    const before = await text();
    const { status, stderr } = await apply({ "log-level": "nonesuch" });
    expect(status).toBe(1);
    expect(stderr).toContain(release === 12 ? "the earlier ones are back" : "dockerd refuses the settings");
    expect(stderr).toContain("nonesuch");
    expect(await text()).toBe(before);
    expect(await apply()).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test("a run that was cut off before the restart is completed by the next one", async () => {
    // As it is at that moment: the file is new, the earlier one is put aside, and the engine runs with that.
    await machine().run(`cp ${path} /etc/homeport/daemon.json.earlier`);
    await write(JSON.stringify({ ...(await settings()), "default-shm-size": "70M" }));
    expect(await apply({ "default-shm-size": "70M" })).toMatchObject({ status: 0 });
    const id = await machine().run(`docker create ${testImages.echo}`);
    expect(await machine().run(`docker inspect -f '{{.HostConfig.ShmSize}}' ${id}`)).toBe("73400320\n");
    expect(await machine().run("ls /etc/homeport")).toBe("daemon.json\n");
  });

  test.each([false, true])(
    "with userland-proxy %s, a container comes back after a restart whose address comes later than the engine",
    async (proxy) => {
      expect(await apply({ "userland-proxy": proxy })).toMatchObject({ status: 0 });
      const address = "10.99.0.1";
      const reached = () => fetchFrom(machine(), `http://${address}:8081/`);
      await machine().run(
        `ip address add ${address}/32 dev lo
docker run -d --name late --restart unless-stopped --publish ${address}:8081:8080 ${testImages.echo}`,
      );
      await waitFor("the container to answer", reached);

      // As after a restart of the machine: nothing runs, the address is not there, and the kernel has been told anew.
      await machine().run(`for program in dockerd containerd docker-proxy echo; do pkill -9 -x $program || :; done
sleep 1
ip address del ${address}/32 dev lo
rm -f /run/docker.pid /run/docker-ssd.pid
echo 0 >/proc/sys/net/ipv4/ip_nonlocal_bind
sysctl --quiet --load /etc/sysctl.d/60-homeport-late-addresses.conf
service docker start >/dev/null 2>&1 || :`);
      await waitFor("the engine", () =>
        machine()
          .run("docker version")
          .then(
            () => true,
            () => false,
          ),
      );
      await waitFor("the container to run", async () =>
        (await machine().run("docker inspect -f '{{.State.Status}}' late")).startsWith("running"),
      );
      expect(await reached()).toBe(false);
      await machine().run(`ip address add ${address}/32 dev lo`);
      await waitFor("the container to answer", reached);
      await machine().run(`docker rm -f late; ip address del ${address}/32 dev lo`);
    },
  );
});

/** Whether something on the machine itself is answered there. */
const fetchFrom = async (machine: Machine, url: string): Promise<boolean> => {
  const path = new URL(url);
  const asked = `timeout 3 bash -c 'exec 3<>/dev/tcp/${path.hostname}/${path.port}; printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3; head -n 1 <&3' 2>/dev/null || :`;
  return (await machine.run(asked)).includes(" 200 ");
};
