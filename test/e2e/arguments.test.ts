import { afterAll, beforeAll, expect, test } from "vitest";
import { testImages } from "../images/tags";
import { docker } from "../support/containers";
import { e2e } from "./floor";
import type { Home } from "./home";
import { Workspace } from "./workspace";

const untagged = "homeport-test/untagged";

e2e("what people write in arguments is what the provider reads back", () => {
  let workspace: Workspace | undefined;
  let home: Home;
  beforeAll(async () => {
    workspace = await Workspace.open("arguments");
    const image = docker.getImage(testImages.echo);
    await image.tag({ repo: untagged, tag: "latest" });
    home = await workspace.stack("prod");
    home.configure({ "arguments:untagged": untagged, "arguments:id": (await image.inspect()).Id });
    await home.up();
  });
  afterAll(async () => {
    await workspace?.close();
    await docker.getImage(untagged).remove();
  });

  test("capabilities with or without a prefix are kept, and no others", async () => {
    const kept = async (service: string) => {
      const label = Object.entries({ ...home.labels, "homeport.component": service }).map((one) =>
        one.join("="),
      );
      const [found] = await docker.listContainers({ filters: { label } });
      return (await docker.getContainer(found?.Id ?? "").inspect()).HostConfig.CapAdd ?? [];
    };
    expect((await kept("full")).toSorted()).toEqual(["CAP_CHOWN", "CAP_NET_BIND_SERVICE", "CAP_SETUID"]);
    expect(await kept("plain")).toEqual(["CAP_KILL"]);
    expect(await kept("none")).toEqual([]);
  });

  test("a refresh finds nothing that has drifted, and the next preview nothing to change", async () => {
    await home.undrifted();
    await home.unchanged();
  });
});
