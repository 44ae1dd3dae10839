const HEX_64 = "[0-9a-f]{64}";
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
/** Printable ASCII without quote and backslash. */
const CHAR = "[ !#-\\[\\]-~]";
const COUNT = "(?:0|[1-9]\\d{0,8})";
const NUMBER = "-?(?:0|[1-9]\\d{0,14})(?:\\.\\d{1,20})?(?:e-\\d{1,2})?";
const TIME = "(?:0|[1-9]\\d{0,14})";
const NAME = `"${CHAR}{1,200}"`;
const TEXT = `"${CHAR}*"`;

const orNull = (pattern: string) => `(?:null|${pattern})`;
const some = (item: string) => `(?:${item}(?:,${item})*)?`;
const maybe = (member: string) => `(?:${member})?`;
const sticky = (parts: readonly string[]) => new RegExp(parts.join(""), "y");

const SIGNAL = `"[a-z][a-z0-9_]*":(?:${NUMBER}|true|false)`;
const ARGUMENT = `"[A-Za-z][A-Za-z0-9_.#-]*":(?:${NUMBER}|true|false|${TEXT})`;
const STEP = `\\{"args":\\{${some(ARGUMENT)}\\},"op":${TEXT}\\}`;
const SKIPPED = `\\{"id":${TEXT},"op":${TEXT},"reason":"(?:neutral|too_small|trim_empty)"\\}`;
const SIZES = `"w":${orNull(COUNT)},"h":${orNull(COUNT)}`;

/** A run as this version writes it, up to its recipe. */
export const HEAD = sticky([
  `\\{"kind":"run","v":2,"ts_unix_ms":${TIME},"run_id":"${UUID}","input_blake3":"${HEX_64}","class":${NAME},`,
  `"class_by":"(?:correction|override|agent|heuristic)",${maybe('"confidence":(?:0(?:\\.\\d{1,20})?|1),')}`,
  `"traits":\\[${some(TEXT)}\\],"classifier_version":[1-9]\\d{0,8},"signals":\\{${some(SIGNAL)}\\},`,
]);

/** Its recipe: sha, steps and their flat map; at most 25 steps. */
export const RECIPE = sticky([
  `"recipe_sha":"${HEX_64}","steps":\\[(?:${STEP}(?:,${STEP}){0,24})?\\],"args":\\{${some(ARGUMENT)}\\}`,
]);

/** The rest of it: `work_long_side` and, where there is one, the whole member `replay_of`. */
export const TAIL = sticky([
  `,"input":\\{"bytes":${orNull(COUNT)},${SIZES},"format":${orNull(TEXT)},"icc":${orNull(TEXT)},`,
  `"hdr":(?:null|true|false),"pages":${orNull(COUNT)}\\},"work_long_side":(null|[1-9]\\d{0,8}),`,
  `"output_blake3":"${HEX_64}","output_pixels_blake3":${orNull(`"${HEX_64}"`)},`,
  `"output":\\{"bytes":${COUNT},${SIZES},"format":${TEXT}\\},"duration_ms":${COUNT},"step_ms":\\[${some(COUNT)}\\],`,
  `"skipped":\\[${some(SKIPPED)}\\],"engine":\\{"sharp":${TEXT},"vips":${TEXT},"arch":${TEXT},"os":${TEXT},`,
  `"threads":${COUNT}\\},"host_id":${NAME}${maybe(`,"batch_id":${NAME}`)}${maybe(`,"pair_id":${NAME}`)}`,
  `(,"replay_of":"${UUID}")?\\}$`,
]);

/** A rating as this version writes it: time, event, input, score, run, rater, `warmup`. */
export const RATING = new RegExp(
  [
    `^\\{"kind":"rating","v":2,"ts_unix_ms":(${TIME}),"event_id":"(${UUID})","input_blake3":"(${HEX_64})",`,
    `"score":([1-5])${maybe(`,"notes":"${CHAR}{0,2000}"`)}${maybe(`,"run_id":"(${UUID})"`)}`,
    `${maybe(`,"output_blake3":"${HEX_64}"`)},"rater_id":"(${CHAR}{1,200})","blind":(?:true|false)`,
    `${maybe(',"warmup":(true|false)')}${maybe(`,"view":\\{"zoom100":(?:true|false),"ms_on_image":${COUNT}\\}`)}`,
    `${maybe(`,"replaces":"${UUID}"`)}\\}$`,
  ].join(""),
);

/** A run as the older tool wrote it, up to its recipe: time, input, class. */
export const V1_HEAD = sticky([
  `\\{"kind":"run","ts_unix_ms":(${TIME}),"input_blake3":"(${HEX_64})","class":"(${CHAR}*)",`,
]);

/** Its recipe: any sha, and its steps. */
export const V1_RECIPE = sticky([`"recipe_sha":"${HEX_64}","steps":\\[${some(STEP)}\\]`]);

/** The rest of it. */
export const V1_TAIL = sticky([`,"output_blake3":${TEXT},"duration_ms":${COUNT}${maybe(`,"input_path":${TEXT}`)}\\}$`]);

/** A rating as the older tool wrote it: time, input, score. */
export const V1_RATING = new RegExp(
  [
    `^\\{"kind":"rating","ts_unix_ms":(${TIME}),"input_blake3":"(${HEX_64})",`,
    `"score":([1-5])${maybe(`,"notes":"${CHAR}*"`)}\\}$`,
  ].join(""),
);
