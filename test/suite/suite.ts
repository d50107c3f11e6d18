import { afterAll, beforeAll, describe } from "vitest";
import { trust } from "../support/trust";
import { access } from "./access";
import { addresses } from "./addresses";
import { answers } from "./answers";
import { asSent } from "./asSent";
import { browser } from "./browser";
import { crashes } from "./crashes";
import type { Deployment } from "./deployment";
import { forwarded } from "./forwarded";
import { gate } from "./gate";
import { hardening } from "./hardening";
import { isolation } from "./isolation";
import { keys } from "./keys";
import { leaving } from "./leaving";
import { logs } from "./logs";
import { pages } from "./pages";
import { paths } from "./paths";
import { redirects } from "./redirects";
import { secrets } from "./secrets";
import { streaming } from "./streaming";
import { tls } from "./tls";
import { webdav } from "./webdav";

/**
 * What must be true of the home in `home.ts`, however it was deployed. The driver deploys it; the assertions
 * look at nothing but the engine and what a visitor sees.
 */
export function defineSuite(name: string, deploy: () => Promise<Deployment>): void {
  describe(name, () => {
    let deployment: Deployment | undefined;
    beforeAll(async () => {
      deployment = await deploy();
      for (const { https, authority } of Object.values(deployment.environments)) trust(https, authority);
    });
    afterAll(() => deployment?.destroy());

    const deployed = () => {
      if (!deployment) throw new Error("the deployment failed");
      return deployment;
    };
    answers(deployed);
    redirects(deployed);
    tls(deployed);
    browser(deployed);
    forwarded(deployed);
    pages(deployed);
    isolation(deployed);
    addresses(deployed);
    gate(deployed);
    access(deployed);
    paths(deployed);
    hardening(deployed);
    secrets(deployed);
    keys(deployed);
    logs(deployed);
    streaming(deployed);
    leaving(deployed);
    asSent(deployed);
    webdav(deployed);
    // Last: these leave the containers with new processes.
    crashes(deployed);
  });
}
