/**
 * For floors that have a machine's engine to themselves: the process of a test file ends with the run that it belongs to.
 * After a kill of the run it would go on, at ports that are the next one's.
 */
process.once("disconnect", () => process.exit(1));
