"""Optuna's side of tests/tuning-benchmark: python tuning_benchmark.py SEEDS TRIALS TRIALS_OF_GP

Prints a line a study: function, sampler, seed, best value, seconds. TestFunction.java has the same functions.
"""

import math
import sys
import time
import warnings

import optuna

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.CRITICAL)

ALPHA = (1.0, 1.2, 3.0, 3.2)
A = ((10, 3, 17, 3.5, 1.7, 8), (0.05, 10, 17, 0.1, 8, 14), (3, 3.5, 1.7, 10, 17, 8), (17, 8, 0.05, 10, 0.1, 14))
P = (
    (0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886),
    (0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991),
    (0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650),
    (0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381),
)


def sphere(trial):
    return sum((trial.suggest_float(f"x{i}", -5, 10) - 1) ** 2 for i in range(5))


def rosenbrock(trial):
    x = [trial.suggest_float(f"x{i}", -2, 3) for i in range(3)]
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(2))


def branin(trial):
    x, y = trial.suggest_float("x", -5, 10), trial.suggest_float("y", 0, 15)
    bend = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return bend * bend + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def ackley(trial):
    x = [trial.suggest_float(f"x{i}", -10, 20) for i in range(4)]
    root = math.sqrt(sum(v * v for v in x) / 4)
    return -20 * math.exp(-0.2 * root) - math.exp(sum(math.cos(2 * math.pi * v) for v in x) / 4) + 20 + math.e


def hartmann6(trial):
    x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(6)]
    return -sum(ALPHA[i] * math.exp(-sum(A[i][j] * (x[j] - P[i][j]) ** 2 for j in range(6))) for i in range(4))


def mixed(trial):
    """As a network's: the rate matters with its optimizer, momentum is there for one optimizer alone."""
    optimizer = trial.suggest_categorical("optimizer", ["sgd", "adam", "rmsprop"])
    rate = math.log10(trial.suggest_float("rate", 1e-6, 1, log=True))
    units = trial.suggest_int("units", 4, 512, log=True)
    layers = trial.suggest_int("layers", 1, 8)
    dropout = trial.suggest_float("dropout", 0, 0.8, step=0.1)
    best = {"sgd": -1.5, "adam": -3, "rmsprop": -3.5}[optimizer]
    value = (rate - best) ** 2 + (math.log2(units) - 7) ** 2 / 10 + (layers - 3) ** 2 / 20 + (dropout - 0.3) ** 2
    if optimizer == "sgd":
        value += 0.3 * abs(trial.suggest_float("momentum", 0, 1) - 0.9)
    return value + {"sgd": 0, "adam": 0.1, "rmsprop": 0.2}[optimizer]


FUNCTIONS = (sphere, rosenbrock, branin, ackley, hartmann6, mixed)
SAMPLERS = {
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
    "QMC": lambda seed: optuna.samplers.QMCSampler(seed=seed, scramble=True),
    "TPE": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "TPE, univariate": lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=False),
    "CMA-ES": lambda seed: optuna.samplers.CmaEsSampler(seed=seed, warn_independent_sampling=False),
    "genetic": lambda seed: optuna.samplers.NSGAIISampler(seed=seed),
    "Gaussian process": lambda seed: optuna.samplers.GPSampler(seed=seed, warn_independent_sampling=False),
}


def main(seeds, trials, trials_of_gp):
    print("version", optuna.__version__, flush=True)
    for name, make in SAMPLERS.items():
        for function in FUNCTIONS:
            for seed in range(seeds):
                study = optuna.create_study(sampler=make(seed))
                start = time.time()
                study.optimize(function, n_trials=trials_of_gp if name == "Gaussian process" else trials)
                print(function.__name__, name, seed, study.best_value, time.time() - start, sep="\t", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
