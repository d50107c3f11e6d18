import "./mark";

export * from "../../../index";
