import * as pulumi from "@pulumi/pulumi";

/**
 * What a driver may change in `home.ts` from one update to the next, through configuration: the key
 * `scenario:replicas` and so on. Nothing set is the home that the suite expects.
 */
export interface Scenario {
  /** What the services answer. @default the stack's name */
  answer: string;
  /** Replicas of `web`. @default 2 */
  replicas: number;
  /** `web` says for so long that it is not ready. @default 0 */
  readyAfterSeconds: number;
  /** `web` never becomes ready. @default false */
  unhealthy: boolean;
  /** `store`, which has a private volume, never becomes ready. @default false */
  storeUnhealthy: boolean;
  /** What `store` answers. @default as the others */
  storeAnswer?: string;
  /** A further name of `web`: the farm's configuration changes, and nothing is replaced. @default none */
  extraDomain?: string;
  /** Whether there is one more service, `guest`. @default false */
  guest: boolean;
  /** How long the farm waits for a silent service: another one changes the farm alone. @default the farm's own */
  serverSeconds?: number;
  /** Another level replaces the router. @default "INFO" */
  routerLogLevel: "INFO" | "WARN";
}

export function readScenario(): Scenario {
  const config = new pulumi.Config("scenario");
  return {
    answer: config.get("answer") ?? pulumi.getStack(),
    replicas: config.getNumber("replicas") ?? 2,
    readyAfterSeconds: config.getNumber("readyAfterSeconds") ?? 0,
    unhealthy: config.getBoolean("unhealthy") ?? false,
    storeUnhealthy: config.getBoolean("storeUnhealthy") ?? false,
    storeAnswer: config.get("storeAnswer"),
    extraDomain: config.get("extraDomain"),
    guest: config.getBoolean("guest") ?? false,
    serverSeconds: config.getNumber("serverSeconds"),
    routerLogLevel: config.get<"INFO" | "WARN">("routerLogLevel") ?? "INFO",
  };
}

/** The configuration key of the secret that `vault` gets, and its value in a stack. */
export const secretKey = "secrets:vault";
export const secretOf = (stack: string) => `never-to-be-read-of-${stack}`;
