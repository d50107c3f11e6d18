import { home } from "./home";

/** The home as a program of its own: its exports are the stack's outputs. */
export const { addresses, authority, services } = home();
