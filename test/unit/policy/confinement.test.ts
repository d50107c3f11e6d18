import { describe, expect, test } from "vitest";
import { notYet } from "../../../policy/known";
import { confinement } from "../../../policy/rules/confinement";
import { dockerSocket } from "../../../policy/rules/dockerSocket";
import { hostPaths } from "../../../policy/rules/hostPaths";
import { describeRules } from "./cases";
import { judgeVolume } from "./judge";

const bound = (hostPath: string, readOnly = false) => ({
  volumes: [{ hostPath, containerPath: "/x", readOnly }],
});

const mounted = (source: string, readOnly: boolean) => ({
  mounts: [{ type: "bind", source, target: "/x", readOnly }],
});
const file = "/var/lib/docker/volumes/blog-files-0123456789ab/_data/0";

describeRules([
  [
    confinement,
    [
      { of: "nothing of it" },
      {
        of: "what has to do with itself alone",
        props: {
          securityOpts: ["no-new-privileges:true"],
          sysctls: {
            "net.core.somaxconn": "1024",
            "net.ipv4.tcp_rmem": "4096 65536 262144",
            "net.ipv4.ip_unprivileged_port_start": "0",
          },
          ulimits: [{ name: "nofile", soft: 1024, hard: 1024 }],
          tmpfs: { "/tmp": "" },
          runtime: "runsc",
          cgroupnsMode: "private",
          devices: [],
          gpus: "",
        },
      },
      { of: "what is not known yet", props: { devices: notYet, securityOpts: [notYet] } },
    ],
    [
      ...[
        { devices: [{ hostPath: "/dev/sda" }] },
        { deviceCgroupRules: ["b *:* rwm"] },
        { deviceRequests: [{ count: -1, driver: "nvidia" }] },
        { gpus: "all" },
        { cgroupParent: "/" },
        { cgroupnsMode: "host" },
        { usernsMode: "host" },
        { runtime: "other" },
        { sysctls: { "kernel.core_pattern": "|/x" } },
        { sysctls: { "net.ipv4.ip_forward": "1" } },
        { volumes: [{ fromContainer: "proxy" }] },
        // Whatever a later provider has.
        { hostUsers: true },
      ].map((props) => ({
        of: JSON.stringify(props),
        props,
        said: `${"volumes" in props ? "volumes.fromContainer" : Object.keys(props)[0]}: `,
      })),
      ...[
        "seccomp=unconfined",
        "seccomp:unconfined",
        "apparmor=unconfined",
        "apparmor:unconfined",
        "label=disable",
        "label:disable",
        "label=type:spc_t",
        "label:type:unconfined_t",
        "no-new-privileges:false",
        "no-new-privileges=false",
        "systempaths=unconfined",
        'seccomp={"defaultAction":"SCMP_ACT_ALLOW"}',
      ].map((one) => ({
        of: one,
        props: { securityOpts: ["no-new-privileges", one] },
        said: `securityOpts: ${one} is not known to be harmless`,
      })),
    ],
  ],
  [
    hostPaths,
    [
      ...["/srv/photos", "/srv/app/.data", "/home/anna/wiki", "/opt/app", "/var/lib/homeport/acme"].map(
        (path) => ({
          of: path,
          props: bound(path),
        }),
      ),
      ...["/etc/localtime", "/etc/letsencrypt", "/etc/ssl/certs"].map((path) => ({
        of: `${path}, to read`,
        props: bound(path, true),
      })),
      { of: "a directory that a service mounts", props: mounted("/srv/photos", false) },
      { of: "a file that the program says", props: mounted(file, true) },
      { of: "what the other rule speaks of", props: bound("/var/run") },
      { of: "what the farm's own settings say", props: bound("/root/certificates"), place: { in: "farm" } },
      {
        of: "what is allowed",
        props: bound("/usr/local/shop/data"),
        settings: { allowed: ["/usr/local/shop/*"] },
      },
    ],
    [
      ...[
        "/etc",
        "/etc/letsencrypt",
        "/root",
        "/dev",
        "/sys/fs/cgroup",
        "/proc",
        "/boot",
        "/usr/bin",
        "/home/anna",
      ].map((path) => ({
        of: path,
        props: bound(path),
        said: `${path} of the host is not known to be harmless`,
      })),
      ...["/etc/shadow", "/etc", "/root"].map((path) => ({
        of: `${path}, to read`,
        props: bound(path, true),
        said: `${path} of the host, to read, is not known`,
      })),
      ...[
        ...[
          "/var/lib/docker",
          "/var/lib/docker/volumes/x/_data",
          "/var/lib/containerd",
          "/var/lib/cloud/scripts",
        ],
        ...["/home/anna/.ssh", "/home/anna/.zshrc", "/home/anna/.cache/homeport", "/srv/home/.ssh"],
        ...["/opt/containerd", "/opt/containerd/bin", "/opt/cni/bin"],
      ].map((path) => ({ of: path, props: bound(path), said: path })),
      { of: "such a file, to write", props: mounted(file, false), said: file },
      { of: "all such files", props: mounted(file.replace("/0", ""), true), said: "/_data of the host" },
      {
        of: "a directory that a service mounts",
        props: mounted("/etc/ssh", false),
        said: "/etc/ssh of the host",
      },
      { of: "a way around", props: bound("/srv/../etc"), said: "/srv/../etc of the host" },
    ],
  ],
]);

describe("volumes that lead to the host", () => {
  const options = (o: string, device: string, type = "none") => ({ driverOpts: { type, o, device } });
  const said = (props: Record<string, unknown>) => [
    ...judgeVolume(dockerSocket, props),
    ...judgeVolume(hostPaths, props),
  ];

  test.each<[string, Record<string, unknown>]>([
    ["an ordinary one", {}],
    ["one of another machine", options("addr=192.0.2.7,rw", ":/export", "nfs4")],
    ["one in memory", options("size=100m", "tmpfs", "tmpfs")],
    ["a directory of data", options("bind", "/srv/photos")],
  ])("%s passes", (_, props) => {
    expect(said(props)).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["bound", options("bind", "/var/run"), "/run of the host leads to"],
    ["bound with all below", options("rw,rbind", "/run/"), "/run/ of the host leads to"],
    ["bound whatever its type", options("bind", "/", "nfs"), "/ of the host leads to"],
    ["bound without a type", { driverOpts: { o: "bind", device: "/run" } }, "/run of the host leads to"],
    ["a part of an overlay", options("lowerdir=/,upperdir=/tmp/u", "overlay", "overlay"), "/ of the host"],
    ["a disk", options("", "/dev/sda1", "ext4"), "/dev/sda1 of the host is not known"],
    ["the kernel's processes", options("", "proc", "proc"), "a file system of type proc of the host"],
    ["the kernel's devices", { driverOpts: { type: "devtmpfs" } }, "a file system of type devtmpfs"],
    ["a directory of the system", options("bind", "/etc"), "/etc of the host is not known"],
    [
      "of another driver",
      { driver: "local-persist", driverOpts: { mountpoint: "/run" } },
      "/run of the host",
    ],
  ])("one that is %s is found", (_, props, words) => {
    expect(said(props).join("\n")).toContain(words);
  });
});
