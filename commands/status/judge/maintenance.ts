import { npx } from "../../../components/shared/npx";
import type { EnvironmentFacts } from "../facts/home";
import type { Finding } from "./finding";

/** Services whose visitors get a page: somebody works on them, or has forgotten to end it. */
export const judgeMaintenance = ({ stack, maintenance }: EnvironmentFacts): Finding[] =>
  Object.entries(maintenance).map(([service, text]) => ({
    weight: "notice",
    about: service,
    what: `under maintenance: visitors get a page that says "${text}"`,
    next: [npx(`homeport maintenance ${service} off --stack ${stack}`)],
  }));
