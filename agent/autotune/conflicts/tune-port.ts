/** Where candidates serve unless `--port` says otherwise (autotune.md section 2, B120). */
export const TUNE_PORT = 18_080;
