import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type PublicCertificate, planStore } from "../../components/front/certificates/plan";
import { pathOf, renderStore, storedFile } from "../../components/front/certificates/store";
import { withKey } from "../../components/front/certificates/storing";
import { renderFarm } from "../../components/front/farm/config";
import { renderApply } from "../../components/front/haproxy/apply";
import { renderStart } from "../../components/front/haproxy/start";
import { buildTestImages } from "../images/build";
import { curlImage, testImages } from "../images/tags";
import { type Issuer, makeCertificate } from "../support/certificates";
import { type Visit, visit } from "../support/visit";
import { waitFor } from "../support/wait";
import { farms } from "../unit/cases";
import { docker, inside } from "./alone";

/** Names whose visitors have to show a certificate, on a real HAProxy. */

const open = "open.example.org";
const staff = "staff.example.org";
const board = "board.example.org";
/** Staff's too; its certificate has an RSA key, and that of the wildcard above it an elliptic one. */
const archive = "archive.wide.example.org";
const wide = "*.wide.example.org";
const versions = ["TLSv1.2", "TLSv1.3"] as const;
/** No router is there: who is let in is answered with 503. */
const letIn = { status: 503 };
const misdirected = { status: 421 };
const refused = { refused: expect.stringMatching(/HANDSHAKE_FAILURE|CERTIFICATE_REQUIRED|UNKNOWN_CA/) };

let root: Issuer;
let staffAuthority: Issuer;
let boardAuthority: Issuer;
let anna: Issuer;
let director: Issuer;
let served: { names: string[]; made: Issuer; clients?: Issuer }[];
beforeAll(async () => {
  await buildTestImages(() => {});
  await buildTestImages(() => {}, [curlImage]);
  const authority = (name: string) => makeCertificate({ names: [name] });
  [root, staffAuthority, boardAuthority] = await Promise.all([
    authority("root.example.org"),
    authority("staff-people.example.org"),
    authority("board-people.example.org"),
  ]);
  anna = await makeCertificate({ names: ["anna.example.org"], by: staffAuthority });
  director = await makeCertificate({ names: ["director.example.org"], by: boardAuthority });
  const leaf = (name: string, key: "ec" | "rsa" = "ec") => makeCertificate({ names: [name], key, by: root });
  served = [
    { names: [open], made: await leaf(open) },
    { names: [staff], made: await leaf(staff), clients: staffAuthority },
    { names: [board], made: await leaf(board), clients: boardAuthority },
    { names: [archive], made: await leaf(archive, "rsa"), clients: staffAuthority },
    { names: [wide], made: await leaf(wide) },
  ];
});

/** A farm as a deployment makes it, and how to visit it. */
async function farm(change: (list: string) => string = (list) => list) {
  return (await startFarm(change)).ask;
}

async function startFarm(change: (list: string) => string = (list) => list) {
  const run = ["run", "-d", "--rm", "-p", "127.0.0.1::443", "--entrypoint", "sh", testImages.haproxy];
  const id = docker([...run, "-c", renderStart(false)]).said.trim();
  onTestFinished(() => void docker(["rm", "-f", id]));
  const certificates = served.map(
    ({ names, made, clients }, at): PublicCertificate => ({
      service: `service-${at}`,
      domains: names,
      chain: made.chain,
      clientAuthority: clients?.pem,
    }),
  );
  const plan = planStore(certificates);
  const text = change(plan.list.text);
  const list = storedFile("list", text, text);
  const leaves = plan.leaves.map((file, at) => withKey(file, served[at]?.made.key ?? ""));
  const asHaproxy = (script: string) => docker(["exec", "-i", id, "sh"], script);
  expect(asHaproxy(renderStore("certificates", [...leaves, ...plan.clients, list]))).toEqual({
    status: 0,
    said: "",
  });
  const config = renderFarm({
    ...farms["one-router"],
    domains: [{ router: "router", domains: served.flatMap(({ names }) => names) }],
    tls: { list: pathOf(list), clientChecked: [staff, board, archive], hstsDays: 0 },
    http3: true,
  });
  expect(asHaproxy(renderApply(config))).toEqual({ status: 0, said: "" });
  const port = Number(docker(["port", id, "443"]).said.trim().split(":").at(-1));
  const ask = (name: string, how: Omit<Visit, "ca"> = {}) => visit(port, name, { ca: root.pem, ...how });
  await waitFor("the farm to see that no router is there", async () => {
    const visited = await ask(open);
    return "status" in visited && visited.status === letIn.status;
  });
  return { ask, id };
}

describe.each(versions)("over %s", (version) => {
  test("who shows the right certificate is let in, and who shows none or another's is not", async () => {
    const ask = await farm();
    expect(await ask(open, { version })).toMatchObject(letIn);
    expect(await ask(staff, { version, as: anna })).toMatchObject(letIn);
    expect(await ask(board, { version, as: director })).toMatchObject(letIn);
    expect(await ask(staff, { version })).toEqual(refused);
    expect(await ask(staff, { version, as: director })).toEqual(refused);
    expect(await ask(board, { version, as: anna })).toEqual(refused);
  });

  test("a session that began at another name lets nobody in", async () => {
    const ask = await farm();
    const sessionOf = async (name: string, as?: Issuer) => {
      const visited = await ask(name, { version, as });
      if ("refused" in visited) throw new Error(visited.refused);
      return visited.session;
    };
    expect(await ask(staff, { version, session: await sessionOf(open) })).toEqual(refused);
    expect(await ask(staff, { version, session: await sessionOf(board, director) })).toEqual(refused);
  });

  test("a connection that was opened for another name is not the one to ask on", async () => {
    const ask = await farm();
    expect(await ask(open, { version, host: staff })).toMatchObject(misdirected);
    expect(await ask(open, { version, host: "STAFF.example.org.:7443" })).toMatchObject(misdirected);
    expect(await ask(board, { version, as: director, host: staff })).toMatchObject(misdirected);
    expect(await ask(staff, { version, as: anna, host: open })).toMatchObject(letIn);
  });

  test("a wildcard above a name does not open it, whatever their keys are", async () => {
    const ask = await farm();
    expect(await ask("any.wide.example.org", { version })).toMatchObject(letIn);
    expect(await ask(archive, { version, as: anna })).toMatchObject(letIn);
    expect(await ask(archive, { version })).toEqual(refused);
  });

  test("a wildcard above a name without a certificate of its own does not open it", async () => {
    const ask = await farm((list) => list.replace(/^.* archive\.wide\.example\.org\n/m, ""));
    expect(await ask("any.wide.example.org", { version })).toMatchObject(letIn);
    expect(await ask(archive, { version })).toEqual({ refused: expect.stringMatching(/NAME|HANDSHAKE/) });
  });

  test("where the list forgets to ask, nobody is let in who shows none", async () => {
    const ask = await farm((list) => list.replaceAll(/ \[verify.*?\]/g, ""));
    expect(await ask(open, { version })).toMatchObject(letIn);
    expect(await ask(staff, { version })).toMatchObject(misdirected);
  });
});

describe("over HTTP/3", () => {
  /** What curl, beside the farm, gets for a name on a connection that it opens for another one. */
  function by(farm: string) {
    const curl = docker([
      "run",
      "-d",
      "--network",
      `container:${farm}`,
      curlImage,
      "sleep",
      "600",
    ]).said.trim();
    onTestFinished(() => void docker(["rm", "-f", curl]));
    const put = (path: string, text: string) => inside(curl, `cat > ${path} <<'END'\n${text}\nEND`);
    put("/root.pem", root.pem);
    for (const [name, { chain, key }] of Object.entries({ anna, director }))
      put(`/${name}.pem`, `${chain}\n${key}`);
    return (name: string, as?: "anna" | "director", host = name) => {
      const shows = as ? `--cert /${as}.pem` : "";
      const to = `--cacert /root.pem --resolve ${name}:443:127.0.0.1 -H 'Host: ${host}' https://${name}/`;
      return inside(curl, `curl -s -m 20 --http3-only -o /dev/null -w '%{http_code}' ${shows} ${to}`).said;
    };
  }

  test("who shows the right certificate is let in, and nobody else, nor on a connection for another name", async () => {
    const { id } = await startFarm();
    const ask = by(id);
    const none = "000";
    expect([ask(open), ask(staff, "anna"), ask(board, "director")]).toEqual(["503", "503", "503"]);
    expect([ask(staff), ask(staff, "director"), ask(board, "anna")]).toEqual([none, none, none]);
    expect([ask(open, undefined, staff), ask(board, "director", staff)]).toEqual(["421", "421"]);
  });
});
