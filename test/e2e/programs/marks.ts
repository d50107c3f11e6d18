/** The variable with the labels that everything of one test run carries on the engine, as JSON. */
export const marksVariable = "HOMEPORT_TEST_LABELS";
