import { stringify } from "yaml";
import { defaultImages } from "../../shared/image";
import { deadManSecret, renderAlertmanager } from "../alertmanager";
import type { MonitorArgs } from "../args";
import { configDirectory, dataDirectory, passwordFile, watcher, webOption } from "../layout";
import { messageTemplates } from "../message";
import { secretsOf } from "../receiverConfig";
import { everySeconds } from "../watching";
import { type DescribedProgram, helper } from "./described";

/** Tells people, each thing once. */
export function alertmanagerOf(args: MonitorArgs): DescribedProgram {
  const { alertmanagerImage, farm, notify, deadMan, mute = [], thresholds = {} } = args;
  const receivers = notify === "nobody" ? [] : notify;
  const told = { receivers, deadMan: deadMan !== undefined, mute, everySeconds: everySeconds(args) };
  return {
    part: "alertmanager",
    network: farm.network,
    image: alertmanagerImage ?? defaultImages.alertmanager,
    limits: helper("80MiB"),
    run: `exec alertmanager --config.file=${configDirectory}/alertmanager.yml --storage.path=${dataDirectory} --data.retention=240h --data.maintenance-interval=1m --cluster.listen-address= --enable-feature=receiver-name-in-metrics ${webOption} --log.level=warn`,
    check: "amtool check-config alertmanager.yml",
    config: {
      "alertmanager.yml": renderAlertmanager(told),
      "message.tmpl": messageTemplates(thresholds, everySeconds(args)),
      "client.yml": stringify({ basic_auth: { username: watcher, password_file: passwordFile } }),
    },
    secrets: { ...secretsOf(receivers), ...(deadMan === undefined ? {} : { [deadManSecret]: deadMan }) },
  };
}
