import type * as pulumi from "@pulumi/pulumi";
import type { DeployOrder, DomainService } from "./domainService/component";
import type { HaproxyFarm } from "./haproxyFarm/component";
import { commandLine } from "./shared/shell";

/** What a person needs to know of a service that runs. */
export interface ServiceSummary {
  readonly domains: readonly string[];
  readonly deploys: DeployOrder;
  /** A command line that asks the service through its farm. */
  readonly curl: string;
}

/** Sums up an environment's services for a stack's outputs. */
export const describeServices = (
  farm: HaproxyFarm,
  services: readonly DomainService[],
): pulumi.Output<Record<string, ServiceSummary>> =>
  farm.addresses.apply(({ http }) =>
    Object.fromEntries(services.map((service) => [service.serviceName, summary(http, service)])),
  );

const summary = (http: string, { domains, pathPrefix = "", deploys }: DomainService): ServiceSummary => ({
  domains,
  deploys,
  curl: commandLine(
    "curl",
    "-i",
    "-H",
    `Host: ${(domains[0] ?? "").replace("*", "any")}`,
    `${http}${pathPrefix}/`,
  ),
});
