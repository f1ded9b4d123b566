/** Parts of an address that its pattern names: `/p/:project` gives `project`. */
export type PageParams = Record<string, string>;
