-- A verdict that came before its left run takes that run's class and input, as a new run gives them now.
UPDATE "image_pairs" SET
    "class" = (SELECT r."class" FROM "image_runs" r WHERE r."id" = "image_pairs"."left_run" AND r."org_id" = "image_pairs"."org_id"),
    "input_blake3" = (SELECT r."input_blake3" FROM "image_runs" r WHERE r."id" = "image_pairs"."left_run" AND r."org_id" = "image_pairs"."org_id")
WHERE "class" IS NULL AND EXISTS (SELECT 1 FROM "image_runs" r WHERE r."id" = "image_pairs"."left_run" AND r."org_id" = "image_pairs"."org_id");
