-- AlterTable
ALTER TABLE "image_recipe_moves" ADD COLUMN "to_version" INTEGER;

-- By hand: until now the newest text of a sha was the one that ran, so it is what each move of before is said to have made live.

DROP TRIGGER "image_recipe_moves_no_update";

UPDATE "image_recipe_moves" SET "to_version" = (
    SELECT MAX("version") FROM "image_recipes"
    WHERE "image_recipes"."org_id" = "image_recipe_moves"."org_id"
      AND "image_recipes"."class" = "image_recipe_moves"."class"
      AND "image_recipes"."recipe_sha" = "image_recipe_moves"."to_sha"
);

CREATE TRIGGER "image_recipe_moves_no_update" BEFORE UPDATE ON "image_recipe_moves"
BEGIN
    SELECT RAISE(ABORT, 'image_recipe_moves are append-only');
END;
