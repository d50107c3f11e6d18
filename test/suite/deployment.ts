import { type Container, containers } from "../support/containers";

/** One environment as a driver has deployed it from `home.ts`. */
export interface Environment {
  /** The stack's name; the services answer with it. */
  readonly name: "prod" | "staging";
  /** Base URLs of the farm: without and with TLS, and of its stats page. */
  readonly http: string;
  readonly https: string;
  readonly stats: string;
  /** The root of the authority by which its certificates are good: PEM. */
  readonly authority: string;
  /** Labels that everything of this deployment carries on the engine. */
  readonly labels: Readonly<Record<string, string>>;
  /** All that the deployment told its user: stack outputs and log, as text. */
  readonly told: string;
}

/** Both environments side by side on one engine. */
export interface Deployment {
  readonly environments: { readonly prod: Environment; readonly staging: Environment };
  /** Removes everything. */
  destroy(): Promise<void>;
}

/** The running deployment, for tests that are defined before it exists. */
export type Deployed = () => Deployment;

export const both = (deployed: Deployed): Environment[] => Object.values(deployed().environments);

/** All running containers of an environment. */
export const containersOf = ({ labels }: Environment): Promise<Container[]> => containers(labels);

/** The running containers that belong to a service: neither router nor farm. */
export async function servicesOf(environment: Environment): Promise<Container[]> {
  const all = await containersOf(environment);
  return all.filter(({ Config }) => "homeport.deploys" in Config.Labels);
}

/** The running containers of a component (`router`, `farm`) or of a service of the home. */
export async function only(environment: Environment, component: string): Promise<Container[]> {
  return containers({ ...environment.labels, "homeport.component": component });
}

/** The one container of a component, or the first of several. */
export async function first(environment: Environment, component: string): Promise<Container> {
  const [container] = await only(environment, component);
  if (!container) throw new Error(`no container of ${component} runs in ${environment.name}`);
  return container;
}
