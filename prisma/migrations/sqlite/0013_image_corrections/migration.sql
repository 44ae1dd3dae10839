-- CreateTable
CREATE TABLE "image_corrections" (
    "org_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "input_blake3" TEXT NOT NULL,
    "class_now" TEXT NOT NULL,
    "revoked_by" TEXT,
    "ts_unix_ms" BIGINT NOT NULL,

    PRIMARY KEY ("org_id", "event_id")
);

-- CreateIndex
CREATE INDEX "image_correction_by_input" ON "image_corrections"("org_id", "input_blake3");

-- The corrections that are in the log so far.
INSERT INTO "image_corrections" ("org_id", "event_id", "seq", "input_blake3", "class_now", "ts_unix_ms")
SELECT "org_id", "event_id", "seq", "input_blake3", "class", "ts_unix_ms" FROM "image_events"
WHERE "kind" = 'correction' AND "event_id" IS NOT NULL AND "input_blake3" IS NOT NULL AND "class" IS NOT NULL;
