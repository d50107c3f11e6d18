import * as path from "node:path";
import { storeDirectory } from "../../../components/front/certificates/store";
import { testImages } from "../../images/tags";
import { type Issuer, makeCertificate } from "../../support/certificates";
import { addressOf, type Container, containers, engineAddress, runIn } from "../../support/containers";
import { routes } from "../../unit/cases";
import { docker } from "../alone";
import { startSandbox } from "../sandbox";
import type { Asked, Proof } from "./ask";
import type { Trial } from "./table";

const project = path.join(__dirname, "../fixtures/doors");
const stack = "doors";

/** The routers of the program, and below which domain their services are. */
export const zones = ["own", "other"] as const;
export type Zone = (typeof zones)[number];

/** The deployed program, and a container on each of its networks that asks. */
export interface DoorsHome {
  readonly proofs: Readonly<Record<Proof, Issuer>>;
  readonly farm: Container;
  readonly hairpin: Container;
  readonly router: Readonly<Record<Zone, Container>>;
  readonly gate: Readonly<Record<Zone, Container>>;
  readonly neighbour: Readonly<Record<Zone, string>>;
  /** What a farm shows to the other gate. */
  readonly wire: NonNullable<Asked["tls"]>;
  stop(): Promise<void>;
}

export async function startDoors(): Promise<DoorsHome> {
  const of = (name: string, by?: Issuer) => makeCertificate({ names: [`${name}.example.org`], by });
  const [people, others] = [await of("people"), await of("others")];
  const address = await engineAddress();
  const { haproxy, traefik, echo } = testImages;
  const sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: [stack],
    config: {
      "doors:images": { haproxy, traefik, echo },
      "doors:gate": { address, port: 27588 },
      "doors:people": people.pem,
      "doors:hash": routes.guarded.users.anna,
    },
  });
  const one = async (component: string, fits = (_: string) => true) => {
    const found = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": component });
    const [first] = found.filter(({ Name }) => fits(Name));
    if (!first) throw new Error(`there is no ${component}`);
    return first;
  };
  const ofZone = async (component: string) => ({
    own: await one(component, (name) => name.includes("own-")),
    other: await one(component, (name) => name.includes("other-")),
  });
  const router = await ofZone("router");
  const neighbour = (zone: Zone) => {
    const network = Object.keys(router[zone].NetworkSettings.Networks)[0] ?? "";
    const words = ["--entrypoint", "sleep", testImages.keeper, "infinity"];
    return docker(["run", "-d", "--rm", "--network", network, ...words]).said.trim();
  };
  const neighbours = { own: neighbour("own"), other: neighbour("other") };
  const farm = await one("farm");
  const inWire = (what: string) => runIn(farm, ["sh", "-c", `cat ${storeDirectory("wire")}/other-${what}-*`]);
  const shown = await inWire("certificate");
  return {
    proofs: { person: await of("anna", people), stranger: await of("eve", others) },
    farm,
    hairpin: await one("hairpin-1", (name) => !name.includes("farm-far")),
    router,
    gate: await ofZone("gate"),
    neighbour: neighbours,
    wire: {
      servername: "other.internal",
      ca: await inWire("authority"),
      cert: shown,
      key: shown.slice(shown.search(/-----BEGIN \w* ?PRIVATE KEY/)),
    },
    stop: async () => {
      docker(["rm", "-f", ...Object.values(neighbours)]);
      await sandbox.stop();
    },
  };
}

/** What everybody says of himself, and nobody believes. */
const claims = { "X-Forwarded-For": "10.213.50.1", "X-Real-IP": "10.213.50.1", Forwarded: "for=10.213.50.1" };

const domain = (name: string, zone: Zone) => `${name}.${zone}.example.org`;

/** A try at a port, in plain HTTP. */
export const plainly = (to: string, port: number, trial: Trial, zone: Zone): Asked => ({
  to,
  port,
  host: domain(trial.name, zone),
  path: trial.path ?? "/",
  method: trial.method ?? "GET",
  headers: { ...claims, ...trial.headers },
});

/** A try at a farm, as browsers connect. */
export function securely(home: DoorsHome, to: string, port: number, trial: Trial, zone: Zone): Asked {
  const proof = trial.proof && home.proofs[trial.proof];
  const tls = { servername: domain(trial.by ?? trial.name, zone), cert: proof?.chain, key: proof?.key };
  return { ...plainly(to, port, trial, zone), tls };
}

export { addressOf };
