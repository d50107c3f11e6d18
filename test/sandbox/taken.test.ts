import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { renderFarm } from "../../components/front/farm/config";
import { judgeText } from "../../components/front/farm/tls";
import { renderApply } from "../../components/front/haproxy/apply";
import { configPath } from "../../components/front/haproxy/paths";
import { renderStart } from "../../components/front/haproxy/start";
import { judgePath, takenList, takenName } from "../../components/front/haproxy/taken";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { makeCertificate, type TestCertificate } from "../support/certificates";
import { waitFor } from "../support/wait";
import { farms } from "../unit/cases";
import { containerWith, docker, inside } from "./alone";

/** The farm's container as it takes certificates, without a keeper: what one would offer, the test writes. */

const names = ["blog.example.org", "shop.example.org"] as const;
type Name = (typeof names)[number];

let good: Record<Name, TestCertificate>;
let renewed: TestCertificate;
beforeAll(async () => {
  await buildTestImages(() => {});
  const of = (name: string) => makeCertificate({ names: [name] });
  good = { "blog.example.org": await of(names[0]), "shop.example.org": await of(names[1]) };
  renewed = await of("blog.example.org");
});

class TakingFarm {
  readonly id: string;

  constructor(volume = `taken-test-${process.pid}-${Math.random().toString(36).slice(2)}`) {
    this.id = containerWith(["-v", `${volume}:/var/lib/haproxy`], testImages.haproxy, renderStart(true));
    // What is offered has to outlive a restart, too.
    inside(this.id, "mkdir -p /certificates; chmod 777 /certificates");
    onTestFinished(() => void docker(["volume", "rm", "-f", volume]));
  }

  /** As a keeper does: files first, the list last, each of them written long before it is put in place. */
  offer(certificates: Readonly<Record<string, string>>): void {
    const old = "touch -t 202001010000";
    const each = Object.entries(certificates);
    const write = each.map(([name, text]) => {
      const file = `/certificates/${name}.pem`;
      return `cat > ${file}.new <<'EOF'\n${text.trimEnd()}\nEOF\n${old} ${file}.new\nmv ${file}.new ${file}\n`;
    });
    const list = each.map(([name]) => `/certificates/${name}.pem ${name}`).join("\n");
    this.sh(
      `umask 077\n${write.join("")}echo '${list}' > /certificates/list.new; chmod 644 /certificates/list.new; ${old} /certificates/list.new; mv /certificates/list.new /certificates/list`,
    );
  }

  /** What a deployment puts in place before it asks for a verdict, and after it. */
  judgesBy = (text = judgeText({ clientChecked: [] })) =>
    this.sh(
      `umask 077; mkdir -p ${judgePath.replace(/\/[^/]*$/, "")}; cat > ${judgePath} <<'EOF'\n${text}EOF`,
    );
  configure() {
    const { tls } = farms["one-router"];
    const placeholder = "/var/lib/haproxy/placeholder.pem";
    this.sh(`umask 077; cat > ${placeholder} <<'EOF'\n${pemOf(renewed)}EOF`);
    const shown = { ...tls, list: takenList, set: takenName, placeholder, ends: undefined };
    const { status, said } = docker(
      ["exec", "-i", this.id, "sh"],
      renderApply(renderFarm({ ...farms["one-router"], tls: shown })),
    );
    // There is no network to find a router in.
    expect(status, said).toBe(0);
  }

  sh(script: string): string {
    const { status, said } = docker(["exec", "-i", this.id, "sh", "-eu"], script);
    if (status !== 0) throw new Error(said);
    return said;
  }
  log = () => docker(["logs", this.id]).said;
  /** Nothing, while the container is between a stop and a start. */
  private seen(script: string): string {
    const { status, said } = inside(this.id, script);
    return status === 0 ? said : "";
  }
  read = (file: string) => this.seen(`cat /var/lib/haproxy/taken/${file} 2>/dev/null`);
  /** What the running HAProxy has, in the words of its list. */
  shown = () =>
    this.seen(
      `echo 'show ssl crt-list -n ${takenList}' | nc 127.0.0.1 8407 | sed -n '/^\\//{s/:[0-9]* / /;p;}' | sort`,
    );
  /** The master and its workers; not who judges certificates just then. */
  workers = () =>
    this.seen("for pid in $(pidof haproxy); do grep -q '^PPid:.[01]$' /proc/$pid/status && echo $pid; done")
      .trim()
      .replaceAll("\n", " ");
  /** Waits until HAProxy says that it has as many certificates. */
  has = (text: string) => waitFor(`${text} to be loaded`, async () => this.read("loaded").includes(text), 30);
  print = (text: string) =>
    inside(this.id, `sha256sum <<'EOF' | cut -c 1-64\n${text.trimEnd()}\nEOF\n`).said.trim();
  restart(): void {
    expect(docker(["restart", "-t", "1", this.id])).toEqual({ status: 0, said: `${this.id}\n` });
  }
}

const pemOf = ({ chain, key }: TestCertificate) => chain + key;
const goodOnes = () => ({
  "blog.example.org": pemOf(good["blog.example.org"]),
  "shop.example.org": pemOf(good["shop.example.org"]),
});

async function atWork(): Promise<TakingFarm> {
  const farm = new TakingFarm();
  farm.judgesBy();
  farm.offer(goodOnes());
  await waitFor("a first set", async () => farm.read("now/name") !== "");
  farm.configure();
  await farm.has(farm.print(goodOnes()["shop.example.org"]));
  return farm;
}

describe("a farm that is offered certificates", () => {
  test("takes them before it has a configuration, and none of its keys is for others", async () => {
    const farm = await atWork();
    expect(farm.read("now/refused")).toBe("");
    expect(
      farm.sh("stat -c %a /var/lib/haproxy/taken/pairs; stat -c %a /var/lib/haproxy/taken/pairs/*/*"),
    ).toBe("700\n600\n600\n");
    expect(farm.sh("grep -l PRIVATE -r /var/lib/haproxy/taken | grep -v /pairs/ || true")).toBe("");
  });

  test("shows a renewed one beside one that HAProxy does not take, and the last good one in its place", async () => {
    const farm = await atWork();
    const before = farm.workers();
    farm.offer({ ...goodOnes(), "shop.example.org": good["shop.example.org"].chain });
    await waitFor("the refusal", async () => farm.read("now/refused").startsWith("shop.example.org "));
    expect(farm.log()).toMatch(
      /HAProxy does not take the certificate of shop\.example\.org: No Private Key found/,
    );
    expect(farm.workers(), "nothing has changed for visitors").toBe(before);

    farm.offer({ "blog.example.org": pemOf(renewed), "shop.example.org": good["shop.example.org"].chain });
    await farm.has(farm.print(pemOf(renewed)));
    expect(farm.workers(), "what is open goes on").toBe(before);
    expect(farm.shown()).toBe(farm.read("now/list"));
    expect(farm.read("loaded")).toContain(farm.print(goodOnes()["shop.example.org"]));
  });

  test("starts with the last good set, whatever is offered by then", async () => {
    const farm = await atWork();
    // Before it restarts: for a moment then nobody can be asked.
    const lastGood = farm.print(goodOnes()["shop.example.org"]);
    farm.offer({ ...goodOnes(), "shop.example.org": "nothing of use" });
    await waitFor("the refusal", async () => farm.read("now/refused") !== "");
    farm.restart();
    await farm.has(lastGood);
    expect(farm.read("now/refused")).toContain("shop.example.org ");
    farm.sh("rm /certificates/*");
    farm.restart();
    await farm.has(lastGood);
  });

  test("looks again at what it did not take, without anybody changing it", async () => {
    const farm = await atWork();
    farm.judgesBy(judgeText({ clientChecked: [] }).replace("ocsp-update.mode on", "no-such-word"));
    await waitFor("the refusal", async () => farm.read("now/refused").split("\n").length === 3);
    expect(farm.read("now/list").split("\n"), "both go on").toHaveLength(3);
    farm.judgesBy();
    await waitFor("the verdict", async () => farm.read("now/refused") === "");
  });

  test("starts without what another HAProxy refuses, and with all the rest", async () => {
    const farm = await atWork();
    const pair = farm
      .read("now/list")
      .split("\n")
      .find((line) => line.includes("shop"))
      ?.split(" ")[0];
    farm.sh(`rm /certificates/list; echo broken > ${pair}`);
    farm.restart();
    await waitFor("the farm to be at work", async () => farm.workers().includes(" "));
    await waitFor("the loaded set", async () => farm.read("loaded") !== "");
    expect(farm.read("loaded")).toContain("blog.example.org");
    expect(farm.read("loaded")).not.toContain("shop.example.org");
    expect(farm.log()).toMatch(/HAProxy starts without .*shop\.example\.org.*: /);
  });

  test("leaves out what is no longer offered, and keeps no key of it", async () => {
    const farm = await atWork();
    farm.offer({ "blog.example.org": goodOnes()["blog.example.org"] });
    await waitFor("the other to go", async () => !farm.read("loaded").includes("shop.example.org"));
    await waitFor("its key to go", async () => !farm.sh("ls /var/lib/haproxy/taken/pairs").includes("shop"));
    expect(inside(farm.id, `haproxy -c -q -f ${configPath}`).status).toBe(0);
  });
});
