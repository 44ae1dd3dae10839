# irace as a peer: one JSON-like line in for each study, then asks and tells over stdout and stdin.
#
# in   {"sampler":"irace","seed":n,"budgets":[b],"levels":[kv,batch,context]}
# out  {"ask": [kv, batch, context]}        in  {"tps":t}       once for each experiment
# out  {"best": [[kv, batch, context]]}     the first elite when the budget is spent
#
# Blocks are instances; a cost is the negative rate. irace's own prints go to stderr.
suppressPackageStartupMessages(library(irace))
answers <- file("stdin", "r")
sink(stderr())

# The diversion is lifted for one line: /dev/stdout cannot be opened when it is a socket.
say <- function(text) {
  sink()
  cat(text, "\n", sep = "")
  flush(stdout())
  sink(stderr())
}

numbers <- function(line) as.numeric(regmatches(line, gregexpr("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?", line))[[1]])

cell_text <- function(configuration) {
  sprintf("[%s, %s, %s]", configuration[["kv"]], configuration[["batch"]], configuration[["context"]])
}

target_runner <- function(experiment, scenario) {
  say(sprintf('{"ask": %s}', cell_text(experiment$configuration)))
  list(cost = -numbers(readLines(answers, 1))[[1]])
}

run <- function(line) {
  # seed, budget, levels of kv, batch and context, in this order.
  order <- numbers(line)
  parameters <- readParameters(text = sprintf(
    'kv "" c (%s)\nbatch "" i (0,%d)\ncontext "" i (0,%d)\n',
    paste(seq_len(order[[3]]) - 1, collapse = ","), order[[4]] - 1, order[[5]] - 1
  ))
  scenario <- defaultScenario(list(
    targetRunner = target_runner, instances = seq_len(200), maxExperiments = order[[2]],
    seed = order[[1]] %% 100000000, logFile = "", quiet = TRUE, deterministic = FALSE,
    # By default three parameters need at least 96 experiments; a smaller budget gets one iteration less.
    nbIterations = if (order[[2]] < 96) 2 else 0
  ))
  elites <- irace(scenario, parameters)
  say(sprintf('{"best": [%s]}', cell_text(elites[1, ])))
}

say(sprintf('{"version": "irace %s"}', as.character(packageVersion("irace"))))
repeat {
  line <- readLines(answers, 1)
  if (length(line) == 0) break
  run(line)
}
