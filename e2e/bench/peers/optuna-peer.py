"""Optuna as a peer: one JSON line in for each study, then asks and tells over stdout and stdin.

in   {"sampler": "tpe" | "random", "seed": n, "budgets": [...], "levels": [kv, batch, context]}
out  {"ask": [kv, batch, context]}          in  {"tps": t}      once for each trial
out  {"best": [[kv, batch, context], ...]}  the best trial's cell at each budget
"""
import json
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def cell_of(trial):
    return [trial.params["kv"], trial.params["batch"], trial.params["context"]]


def run(order):
    kv, batch, context = order["levels"]
    samplers = {"tpe": optuna.samplers.TPESampler, "random": optuna.samplers.RandomSampler}
    study = optuna.create_study(direction="maximize", sampler=samplers[order["sampler"]](seed=order["seed"]))
    best = []
    for number in range(1, max(order["budgets"]) + 1):
        trial = study.ask()
        trial.suggest_categorical("kv", list(range(kv)))
        trial.suggest_int("batch", 0, batch - 1)
        trial.suggest_int("context", 0, context - 1)
        say({"ask": cell_of(trial)})
        study.tell(trial, json.loads(sys.stdin.readline())["tps"])
        if number in order["budgets"]:
            best.append(cell_of(study.best_trial))
    say({"best": best})


say({"version": "Optuna " + optuna.__version__})
for line in iter(sys.stdin.readline, ""):
    run(json.loads(line))
