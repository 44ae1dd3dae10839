import { z } from "zod";

const TextPart = z.object({ type: z.literal("text"), text: z.string() });
const Content = z.union([z.string(), z.array(TextPart)]);

/** The part of an OpenAI chat request this surface acts on; further fields are accepted and ignored. */
export const ChatRequest = z.object({
  model: z.string().optional(),
  messages: z.array(z.object({ role: z.enum(["system", "developer", "user", "assistant"]), content: Content })).min(1),
  stream: z.boolean().nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string().min(1), z.array(z.string().min(1)).max(4)]).nullish(),
  n: z.int().min(1).nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;
