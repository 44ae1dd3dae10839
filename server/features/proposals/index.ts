export { noteHeldRecipe } from "./apply/note-held-recipe.ts";
export { startConfirmationPump } from "./confirmation/advance.ts";
