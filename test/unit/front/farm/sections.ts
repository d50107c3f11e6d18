import { renderFarm } from "../../../../components/front/farm/config";
import type { FarmConfig } from "../../../../components/front/farm/farmConfig";
import { named } from "../haproxy/named";

const trimmed = (text: string) => text.split("\n").map((line) => line.trim());

/** The lines of a farm's configuration. */
export const lines = (config: FarmConfig) => trimmed(named(renderFarm(config)));

/** One section alone: what is told of visitors is told of the port with TLS. */
export const sectionOf = (config: FarmConfig, head: string) =>
  trimmed(
    named(renderFarm(config))
      .split("\n\n")
      .find((text) => text.startsWith(`${head}\n`)) ?? "",
  );
