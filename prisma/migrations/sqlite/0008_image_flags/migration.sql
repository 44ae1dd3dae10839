-- CreateTable
CREATE TABLE "image_input_flags" (
    "org_id" TEXT NOT NULL,
    "blake3" TEXT NOT NULL,
    "flag_id" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("org_id", "blake3", "flag_id")
);

-- CreateIndex
CREATE INDEX "image_event_by_rater_kind" ON "image_events"("org_id", "rater_id", "kind", "seq");

-- What was flagged before this knew by whom stays flagged until a person clears it.
INSERT INTO "image_input_flags" ("org_id", "blake3", "flag_id", "by", "at")
SELECT "org_id", "blake3", 'before', 'unknown', "received_at" FROM "image_inputs" WHERE "is_unusable" = 1;
