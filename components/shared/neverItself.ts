import * as pulumi from "@pulumi/pulumi";
import { refused } from "../survey/refused";
import { elsewhere, notOf } from "./elsewhere";

/**
 * The same URL, where a container that asks it does not ask itself. Of a secret that is known after the check of arguments alone.
 * @param path where it is among the arguments of the component
 * @param container whose, as `the monitor's`
 * @throws RunError where it would.
 */
export const neverItself = (
  component: string,
  path: string,
  container: string,
  url: pulumi.Input<string>,
): pulumi.Output<string> =>
  pulumi
    .output(url)
    .apply(async (known) =>
      ofItself.test(known)
        ? refused(`${component}.${path}: what is given has to be a URL ${notOf(container)}`)
        : known,
    ) as pulumi.Output<string>;

const ofItself = new RegExp(`^https?://(?!${elsewhere})`);
