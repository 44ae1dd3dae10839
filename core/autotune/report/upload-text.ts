import { EVENT_BODIES, type KnownEventType, type TuneFinished } from "../../contract/v1/events.ts";
import type { RawReplicate } from "../../measuring/replicate.ts";
import type { TuneVisit } from "../evidence/tune-visit.ts";
import type { TuneTrial } from "../trial.ts";

const MOST_CHARACTERS = 500;

/** B127: words of a row as they leave the Mac: the home folder is `~`, at most 500 characters. */
function uploadText(text: string, home: string): string {
  return hidden(text, home).slice(0, MOST_CHARACTERS);
}

/** The home folder as `~` wherever it is followed by a path or a word's end; the root folder names nobody. */
export function hidden(text: string, home: string): string {
  const folder = home.replace(/\/+$/, "");
  if (folder === "") return text;
  const literal = folder.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`${literal}(?![\\w.-])`, "g"), "~");
}

function replicatesWithin(replicates: readonly RawReplicate[], home: string): RawReplicate[] {
  return replicates.map((replicate) => ({
    ...replicate,
    requests: replicate.requests.map((request) => ({
      ...request,
      error: request.error === null ? null : uploadText(request.error, home),
    })),
  }));
}

const orNull = (text: string | null, home: string): string | null => (text === null ? null : uploadText(text, home));

function uploadTrial(trial: TuneTrial, home: string): TuneTrial {
  return { ...trial, notes: orNull(trial.notes, home), replicates: replicatesWithin(trial.replicates, home) };
}

function uploadVisit(visit: TuneVisit, home: string): TuneVisit {
  return {
    ...visit,
    invalidReason: orNull(visit.invalidReason, home),
    failure: orNull(visit.failure, home),
    replicates: replicatesWithin(visit.replicates, home),
  };
}

/** The document keeps its form and its hash: neither a path of this Mac nor a reason enters the hash (B74). */
function uploadFinished(finished: TuneFinished, home: string): TuneFinished {
  const { recommendationJson, message, baseline, confirmation } = finished;
  return {
    ...finished,
    message: message === null ? null : hidden(message, home),
    recommendationJson: recommendationJson === null ? null : hiddenJson(recommendationJson, home),
    ...(baseline
      ? {
          baseline: {
            ...baseline,
            notMeasured: orNull(baseline.notMeasured, home),
            replicates: replicatesWithin(baseline.replicates, home),
          },
        }
      : {}),
    ...(confirmation ? { confirmation: { ...confirmation, reason: orNull(confirmation.reason, home) } } : {}),
  };
}

/** B127: an event's body as it leaves the Mac. A log's offsets count its bytes, so its text is hidden where it is gathered. */
export function uploadBody(type: KnownEventType, body: unknown, home: string): unknown {
  switch (type) {
    case "job.trial":
      return { trial: uploadTrial(EVENT_BODIES[type].parse(body).trial, home) };
    case "job.visit":
      return { visit: uploadVisit(EVENT_BODIES[type].parse(body).visit, home) };
    case "tune.finished":
      return { tune: uploadFinished(EVENT_BODIES[type].parse(body).tune, home) };
    case "job.finished": {
      const end = EVENT_BODIES[type].parse(body);
      const message = end.message === null ? null : hidden(end.message, home);
      return { ...end, message, tune: end.tune === null ? null : uploadFinished(end.tune, home) };
    }
    case "job.unreadable": {
      const told = EVENT_BODIES[type].parse(body);
      return { ...told, detail: uploadText(told.detail, home) };
    }
    default:
      return body;
  }
}

/** Keys that enter the recipe hash or are figures stay as they are; a model given as a path is the recipe itself. */
const FREE_TEXT = new Set(["db_path", "reason"]);

function hiddenJson(json: string, home: string): string {
  return JSON.stringify(JSON.parse(json), (key, value: unknown) =>
    FREE_TEXT.has(key) && typeof value === "string" ? hidden(value, home) : value,
  );
}
