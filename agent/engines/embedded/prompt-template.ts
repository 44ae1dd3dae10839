import type { ChatHistoryItem, LlamaModel, Token } from "node-llama-cpp";
import type { ChatMessage } from "../engine.ts";
import type { LlamaModule } from "./load-llama.ts";

export type PromptTemplate = (messages: readonly ChatMessage[]) => Token[];

/** The model's own chat template, or plain `role: text` lines for a model without one. Counts are exact: these very tokens are evaluated. */
export function createPromptTemplate(module: LlamaModule, model: LlamaModel): PromptTemplate {
  if (model.fileInfo.metadata.tokenizer?.chat_template === undefined) {
    return (messages) => withBeginning(model, model.tokenize(plainPrompt(messages)));
  }
  const wrapper = module.resolveChatWrapper(model, { warningLogs: false });
  return (messages) => {
    const chatHistory: ChatHistoryItem[] = [...messages.map(historyItem), { type: "model", response: [] }];
    return withBeginning(model, wrapper.generateContextState({ chatHistory }).contextText.tokenize(model.tokenizer));
  };
}

/** The prompt of a model without a chat template. */
function plainPrompt(messages: readonly ChatMessage[]): string {
  return `${messages.map(({ role, content }) => `${role}: ${content}\n`).join("")}assistant:`;
}

function historyItem({ role, content }: ChatMessage): ChatHistoryItem {
  if (role === "assistant") return { type: "model", response: [content] };
  return role === "system" ? { type: "system", text: content } : { type: "user", text: content };
}

function withBeginning(model: LlamaModel, tokens: Token[]): Token[] {
  const { bos, shouldPrependBosToken } = model.tokens;
  return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
}
