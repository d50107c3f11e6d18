import * as pulumi from "@pulumi/pulumi";
import { expect, test, vi } from "vitest";
import { withUrls } from "../../../components/monitor/receivers";
import { neverItself } from "../../../components/shared/neverItself";

const refused = vi.hoisted(() => vi.fn());
vi.mock("../../../components/survey/refused", () => ({ refused }));

test("a secret URL at which a container would ask itself is refused without being told", async () => {
  const notify = [
    { kind: "telegram", token: "t", chat: 1 },
    { kind: "webhook", url: pulumi.secret("http://localhost:9000/hook") },
    { kind: "ntfy", url: pulumi.secret("https://ntfy.example.org/home") },
  ] as const;
  const people = { notify, deadMan: pulumi.secret("http://127.0.0.1/1") };
  withUrls(people, (path, url) => neverItself("monitor", path, "the monitor's", url));
  const said = (path: string) =>
    `monitor.${path}: what is given has to be a URL of another machine (localhost is the monitor's own container)`;
  await vi.waitFor(() => expect(refused).toHaveBeenCalledTimes(2));
  expect(refused.mock.calls.flat().toSorted()).toEqual([said("deadMan"), said("notify.1.url")]);
});
