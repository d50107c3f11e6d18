/** What holds for a VM where nothing else is said. */
export const vmDefaults = {
  disk: "overlay",
  vcpus: 2,
  autostart: true,
  disposable: false,
  stopSeconds: 60,
  startSeconds: 300,
  accelerator: "auto",
  directory: "/var/lib/libvirt/images/homeport",
  network: "default",
} as const;
