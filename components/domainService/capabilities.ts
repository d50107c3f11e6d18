import { z } from "zod";
import { expecting } from "../shared/expecting";

const capability = expecting("a Linux capability", '"NET_BIND_SERVICE"');

/** One capability, as people write it. */
export const capabilitySchema = z.string(capability).regex(/^(CAP_)?[A-Z]+(_[A-Z]+)*$/i, capability);
