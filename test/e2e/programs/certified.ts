import "./mark";

export * from "../../suite/certified";
