import "./mark";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { plantedSecret } from "./secrets";

/** What the guard rails are for: somebody's containers, made without a thought. It is only ever previewed. */
const data = new docker.Volume("data");
new docker.Volume("engine", { driverOpts: { type: "none", o: "bind", device: "/var/run" } });

new docker.Container("portal", {
  image: "registry.example.org/portal",
  privileged: true,
  networkMode: "host",
  devices: [{ hostPath: "/dev/kmsg" }],
  ports: [{ internal: 80, external: 8080 }],
  volumes: [
    { hostPath: "/var/run/docker.sock", containerPath: "/var/run/docker.sock" },
    { hostPath: "/etc", containerPath: "/host" },
    { volumeName: data.name, containerPath: "/data" },
  ],
  envs: [pulumi.secret(`TOKEN=${plantedSecret}`)],
});

const routed = (name: string) =>
  new docker.Container(name, {
    image: "traefik:v3.5.0",
    memory: 600,
    labels: [{ label: `traefik.http.routers.${name}.rule`, value: "Host(`shop.example.org`)" }],
  });
routed("shop");
routed("office");
