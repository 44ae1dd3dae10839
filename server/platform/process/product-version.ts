/** Version of the console, as proposals pin it (AP1) and people report it. */
export const PRODUCT_VERSION = "0.1.0";
