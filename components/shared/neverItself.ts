import * as pulumi from "@pulumi/pulumi";
import { refused } from "../survey/refused";
import { elsewhere, notOf } from "./elsewhere";

/**
 * Refuses URLs at which a container would ask itself, where they are known after the check of arguments alone, as secrets are.
 * @param container whose, as `the monitor's`
 * @param urls by their paths among the arguments
 */
export function neverItself(
  component: string,
  container: string,
  urls: Readonly<Record<string, pulumi.Input<string> | undefined>>,
): void {
  for (const [path, url] of Object.entries(urls))
    if (url !== undefined)
      pulumi.output(url).apply((known) => {
        if (ofItself.test(known))
          refused(`${component}.${path}: what is given has to be a URL ${notOf(container)}`);
      });
}

const ofItself = new RegExp(`^https?://(?!${elsewhere})`);
