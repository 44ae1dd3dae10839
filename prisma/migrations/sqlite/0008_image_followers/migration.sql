-- CreateTable
CREATE TABLE "image_followers" (
    "org_id" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "followed_by" TEXT NOT NULL,
    "followed_at" DATETIME NOT NULL,
    "approved_sha" TEXT,
    "approved_by" TEXT,
    "approved_at" DATETIME,
    "job_id" TEXT,
    "held_sha" TEXT,
    "held_at" DATETIME,

    PRIMARY KEY ("org_id", "class", "agent_id")
);
