import { npx } from "../../../components/shared/npx";
import type { EnvironmentFacts } from "../facts/home";
import type { Finding } from "./finding";

/** Whom the farm gets no answer from. That the farm itself does not run is said elsewhere. */
export function judgeFarm({ stack, farm, proxies }: EnvironmentFacts): Finding[] {
  const own = proxies.find(({ role }) => role === "farm");
  if (!own) return [];
  const logsOf = (unit: string) => [npx(`homeport logs ${unit} --stack ${stack}`)] as const;
  if ("notAsked" in farm)
    return own.containers.some(({ standing }) => standing === "healthy" || standing === "running")
      ? [
          {
            weight: "wrong",
            about: own.name,
            what: `could not ask: ${farm.notAsked}`,
            next: logsOf(own.name),
          },
        ]
      : [];
  return farm.known
    .filter(({ answers }) => !answers)
    .map(({ section, name, check }) => {
      const router = proxies.find((one) => section === `router_${one.name}`) ?? own;
      return {
        weight: "wrong",
        about: own.name,
        what: `it gets no answer from ${name} (${section}: ${check})`,
        next: logsOf(router.name),
      };
    });
}
