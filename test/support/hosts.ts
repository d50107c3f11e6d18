import { testImages } from "../images/tags";
import { type Container, docker, published } from "./containers";

/** Containers that stand for a host, as far as they can fail together. */
export interface StandIn {
  readonly containers: readonly Container[];
  /** The address at which others reach its gate. */
  readonly address: string;
}

/** A way in which a host fails, and its return. */
export interface Failure {
  fail(): Promise<void>;
  heal(): Promise<void>;
}

const isPublished = (one: Container): boolean => published(one).length > 0;

const each = async (
  containers: readonly Container[],
  work: (one: ReturnType<typeof docker.getContainer>) => Promise<unknown>,
) => void (await Promise.all(containers.map(({ Id }) => work(docker.getContainer(Id)))));

/** Some of them may be back already. */
function unlessStarted(error: { statusCode?: number }): void {
  if (error.statusCode !== 304) throw error;
}

/**
 * Power is lost: whoever calls is refused, as the ports are closed with their containers. The engine ends one after the
 * other; what is at the door goes first, as nobody outside may see it miss what is behind.
 */
export const switchedOff = ({ containers }: StandIn): Failure => ({
  fail: async () => {
    await each(containers.filter(isPublished), (one) => one.kill());
    await each(
      containers.filter((one) => !isPublished(one)),
      (one) => one.kill(),
    );
  },
  heal: () => each(containers, (one) => one.start().catch(unlessStarted)),
});

/** Its processes are stopped and its kernel is not: connections are taken and nobody answers. */
export const stalled = ({ containers }: StandIn): Failure => ({
  fail: () => each(containers, (one) => one.pause()),
  heal: () => each(containers, (one) => one.unpause()),
});

/** The gate's network is taken from it: connections end, and its port is closed. */
export const unplugged = (gate: Container): Failure => {
  const [[name, { IPAddress } = { IPAddress: "" }] = [""]] = Object.entries(gate.NetworkSettings.Networks);
  const network = docker.getNetwork(name);
  return {
    fail: () => network.disconnect({ Container: gate.Id }),
    heal: () =>
      network.connect({
        Container: gate.Id,
        EndpointConfig: { IPAMConfig: { IPv4Address: IPAddress } },
      }),
  };
};

/**
 * What the caller sends never arrives, and nothing comes back. The caller's own way leads to a neighbour that is not
 * there; it is changed from a container beside it, as the caller may not.
 * @param nobody an address of the caller's network that no container has
 */
export const cutOff = ({ address }: StandIn, caller: Container, nobody: string): Failure => {
  const way = (verb: "add" | "del") => beside(caller, ["ip", "route", verb, `${address}/32`, "via", nobody]);
  return { fail: () => way("add"), heal: () => way("del") };
};

async function beside(container: Container, words: string[]): Promise<void> {
  const helper = await docker.createContainer({
    Image: testImages.haproxy,
    User: "0",
    Entrypoint: words,
    HostConfig: { NetworkMode: `container:${container.Id}`, CapAdd: ["NET_ADMIN"] },
  });
  try {
    await helper.start();
    const { StatusCode } = await helper.wait();
    if (StatusCode !== 0) throw new Error(`"${words.join(" ")}" failed beside ${container.Name}`);
  } finally {
    await helper.remove({ force: true });
  }
}
