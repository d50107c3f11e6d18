import type * as pulumi from "@pulumi/pulumi";
import { withDefaults } from "../../shared/defaults";
import { defaultImages } from "../../shared/image";
import { toMebibytes } from "../../shared/size";
import type { MonitorArgs, Retention } from "../args";
import { configDirectory, dataDirectory, webOption } from "../layout";
import { answeredFile, renderAnswered } from "../page/answered";
import { placeOfPage } from "../page/component";
import { pageFiles, pagesToMake, toMake } from "../page/files";
import { feedFile } from "../page/incidents";
import { makeLoop, pageMount, templatesOption } from "../page/make";
import { alertOptions, renderPrometheus } from "../prometheus";
import { renderRules } from "../rules";
import type { Watched } from "../watched";
import { everySeconds } from "../watching";
import type { DescribedProgram } from "./described";

const defaultRetention: Required<Retention> = { days: 30, size: "512MiB" };

/**
 * Asks all of them, judges, and writes the pages.
 * @param helpers what is found before there is anybody to tell would be told only later
 */
export function prometheusOf(
  args: MonitorArgs,
  watched: pulumi.Output<Watched>,
  helpers: pulumi.Resource[],
): DescribedProgram {
  const { network } = args.farm;
  const pages = pagesToMake(args.services);
  const { days, size } = withDefaults(defaultRetention, args.retention);
  const every = everySeconds(args);
  return {
    part: "prometheus",
    network,
    image: args.image ?? defaultImages.prometheus,
    limits: { memory: "192MiB", cpus: 0.5 },
    given: args.limits,
    run: `${makeLoop(pages.map(toMake), feedFile, 2 * every)}exec prometheus --config.file=${configDirectory}/prometheus.yml --storage.tsdb.path=${dataDirectory} --storage.tsdb.retention.time=${days}d --storage.tsdb.retention.size=${toMebibytes(size)}MB ${alertOptions(every)} ${pages.length > 0 ? `${templatesOption} ` : ""}${webOption} --log.level=warn`,
    check: "promtool check config prometheus.yml",
    config: watched.apply((all) => ({
      "prometheus.yml": renderPrometheus(all),
      "rules.yml": renderRules(all),
      [answeredFile]: renderAnswered(all),
      ...pageFiles(args.services, all),
    })),
    mounted: pages.map((page) => placeOfPage(page, pageMount(page.serviceName))),
    // By which the farm tells it from containers that are to see no figures.
    address: network.addresses.monitor,
    after: helpers,
  };
}
