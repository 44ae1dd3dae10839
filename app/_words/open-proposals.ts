/** The one query behind every count of open proposals: rail, Today and list ask the same. */
export const OPEN_PROPOSALS = { state: "open" as const, page: 1, pageSize: 5 };
