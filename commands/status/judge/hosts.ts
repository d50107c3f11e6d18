import { npx } from "../../../components/shared/npx";
import { secretWay } from "../../shared/state";
import type { EnvironmentFacts, HostFacts } from "../facts/home";
import type { Finding } from "./finding";
import { dockerOn, shellOn } from "./onHost";

/** A host that does not answer, and what the others could not say. */
export const judgeHosts = (environment: EnvironmentFacts): Finding[] =>
  environment.hosts.flatMap((host): Finding[] => {
    const { name, engine, notAsked } = host;
    const about = `host ${name}`;
    if ("notAsked" in engine) {
      const { stack } = environment;
      const next = wayTo(stack, host, engine.notAsked);
      return [{ weight: "wrong", about, what: `could not ask: ${engine.notAsked}`, next: [next] }];
    }
    return notAsked.map((what) => ({
      weight: "notice",
      about,
      what: `could not ask: ${what}`,
      next: [dockerOn(environment, name, askedAgain(what))],
    }));
  });

/** An engine that is off is started; of a host that lets nobody in, the question itself says why. */
function wayTo(stack: string, host: HostFacts, why: string): string {
  if (why === secretWay) return npx(`pulumi preview --stack ${stack}`);
  if (/is the docker daemon running|cannot connect to the docker daemon/i.test(why))
    return shellOn(host, "sudo systemctl start docker");
  return shellOn(host, "docker version");
}

const questions = {
  "sizes of volumes": "system df --verbose",
  volumes: "volume ls",
  memory: "stats --no-stream",
  "digests of images": "images --digests",
} as const;

/** The question that had no answer, for a person who has more time. */
const askedAgain = (what: string): string =>
  Object.entries(questions).find(([name]) => what.startsWith(`${name}:`))?.[1] ?? "info";
