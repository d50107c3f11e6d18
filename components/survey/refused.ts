import { refusal } from "../shared/refuse";

/**
 * Ends the program with words for a person. Thrown where a resource waits for its input, they would have the name of the
 * input before them; and nothing that waits for it may begin.
 */
export function refused(text: string): Promise<never> {
  Promise.reject(refusal(text));
  return new Promise(() => {});
}
