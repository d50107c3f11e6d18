import { wholeNumber } from "../shared/values";

/** Reads `--place`: the number of a repository among those of `Backups`. */
export const placeNumber = wholeNumber("--place", { least: 0, most: 99, example: "1" });

/** Reads `--ready-seconds`. */
export const readySeconds = wholeNumber("--ready-seconds", { least: 1, most: 86400, example: "600" });
