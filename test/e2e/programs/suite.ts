import "./mark";

export * from "../../suite/program";
