import { isAmong } from "../../components/shared/pattern";
import { isUnreachable } from "../../components/shared/publicly";
import { type ContainerRule, names } from "../rule";

/** Which environment is production, a project says itself: nothing follows from a stack's name. */
export const publicAddress: ContainerRule<{ environments: readonly string[] }> = {
  about: "container",
  name: "public-address",
  description: "Nothing but farm and ports of services of a public environment is on a public address.",
  settings: { environments: names("Environments whose farm the public may reach.") },
  check: ({ maker, environment, ports }, { environments }) => {
    const isPublic = isAmong(environments, environment);
    if ((maker === "farm" || maker === "port") && isPublic) return [];
    const why = isPublic
      ? "only the farm may be, and ports of services"
      : `environment ${environment} is not public; if it is meant to be, name it in this rule's environments`;
    return ports
      .filter(({ address }) => !isUnreachable(address))
      .filter(({ protocol }) => !(isPublic && maker === "service" && protocol === "udp"))
      .map(
        ({ external, address }) =>
          `ports: ${external ?? "a port"} is on ${address ?? "every address (no ip)"}, and ${why}; example of a private address: 127.0.0.1`,
      );
  },
};
