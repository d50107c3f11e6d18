import { z } from "zod";
import { expecting } from "../shared/expecting";

const backup = expecting("what backs the volume up, in words", '"restic, every night" or "none"');
const existing = expecting("an engine's name of a volume", "nextcloud_html");

/** A volume that something else has made. */
export const existingSchema = z.string(existing).regex(/^[a-zA-Z0-9][\w.-]+$/, existing);

/** What backs data up. */
export const backupSchema = z.string(backup).regex(/\S/, backup);
