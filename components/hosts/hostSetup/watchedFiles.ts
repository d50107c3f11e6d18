import { kernelHas, kernelSettings } from "./kernelSettings";

const key = "fs.inotify.max_user_instances";
const wanted = 1_024;

/**
 * Lines by which many programs may watch files at a time. A system allows 128, for all of root's together: where they are
 * used up, a router that starts takes none of its routes, and with cgroup v2 each container costs one of them.
 * What the machine allows beyond is kept.
 */
export const watchedFilesLines = `if [ ${kernelHas(key)} -le ${wanted} ]; then
${kernelSettings("watched-files", { [key]: wanted })}
fi`;
