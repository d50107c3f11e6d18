import { type Turn, turn } from "../turn";

/**
 * Waits for the computer's swap. Its kernel has one list for all machines of the tests, with paths alone, which are the
 * same on each: a machine takes another one's swap file for its own.
 */
export const swapTurn = (): Promise<Turn> => turn("swap", () => {});
