"""Writes what Optuna does to the toolkit's tests: python optuna_goldens.py FOLDER, with Optuna 5.0.0, SciPy and cmaes.

The folder is toolkit/src/test/resources/io/cornu/tuning. Everything is drawn from NumPy's generator with seed 20.
"""

import copy
import pathlib
import sys
import warnings

import cmaes
import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.sampler import _split_trials, default_gamma
from optuna.trial import TrialState, create_trial

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
assert optuna.__version__ == "5.0.0", optuna.__version__
RANDOM = np.random.default_rng(20)
ARGSORT = np.argsort
# Which of two equal observations comes first is left open by NumPy's quick sort, and decides on their kernels' widths.
np.argsort = lambda a, kind="stable", **options: ARGSORT(a, kind=kind, **options)
# FixturesTest of the toolkit writes the same ranges.
SPACE = {
    "choice": CategoricalDistribution(["a", "b", "c"]),
    "float": FloatDistribution(-2, 3),
    "grid": FloatDistribution(0, 1, step=0.25),
    "int": IntDistribution(-5, 20),
    "logfloat": FloatDistribution(1e-5, 1, log=True),
    "logint": IntDistribution(1, 1000, log=True),
    "stepint": IntDistribution(0, 30, step=3),
}


def draw(distribution):
    if isinstance(distribution, CategoricalDistribution):
        return distribution.choices[RANDOM.integers(len(distribution.choices))]
    if isinstance(distribution, IntDistribution):
        if distribution.log:
            return int(np.exp(RANDOM.uniform(0, np.log(distribution.high))))
        return int(distribution.low + distribution.step * RANDOM.integers(0, (distribution.high - distribution.low) // distribution.step + 1))
    if distribution.step is not None:
        return float(distribution.low + distribution.step * RANDOM.integers(0, 5))
    if distribution.log:
        return float(np.exp(RANDOM.uniform(np.log(distribution.low), np.log(distribution.high))))
    return float(RANDOM.uniform(distribution.low, distribution.high))


def number(value):
    return "NaN" if value != value else repr(float(value))


def words(trial):
    parameters = " ".join(f"{name}={value if isinstance(value, str) else repr(value)}" for name, value in trial.params.items())
    reports = ",".join(f"{step}:{number(value)}" for step, value in trial.intermediate_values.items())
    value = "-" if trial.value is None else number(trial.value)
    return f"trial {trial.state.name} {value} {reports or '-'} {parameters}"


def random_trials(count, pruned, conditional=False):
    trials = []
    for _ in range(count):
        names = [name for name in SPACE if not (conditional and name == "logfloat" and RANDOM.random() < 0.4)]
        params = {name: draw(SPACE[name]) for name in names}
        value = params["float"] ** 2 + (params["choice"] == "b") + 0.1 * params["int"] + 0.01 * RANDOM.normal()
        state, reports = TrialState.COMPLETE, {}
        if RANDOM.random() < pruned:
            state = TrialState.PRUNED
            reports = {step: float(value + RANDOM.normal()) for step in range(int(RANDOM.integers(0, 4)))}
            value = max(reports.items())[1] if reports else None
        trials.append(
            create_trial(state=state, value=value, params=params, distributions={n: SPACE[n] for n in names}, intermediate_values=reports)
        )
    return trials


def tpe(out):
    for direction in ("minimize", "maximize"):
        for count, pruned, names in ((0, 0, SPACE), (3, 0, SPACE), (15, 0.3, SPACE), (60, 0.2, SPACE), (300, 0, SPACE), *((40, 0.3, [n]) for n in SPACE)):
            study = optuna.create_study(direction=direction)
            for trial in random_trials(count, pruned):
                study.add_trial(trial)
            sampler = optuna.samplers.TPESampler(seed=1)
            space = {name: SPACE[name] for name in names}
            below, above = _split_trials(study, study.trials, default_gamma(count))
            good = sampler._build_parzen_estimator(study, space, below, handle_below=True)
            others = sampler._build_parzen_estimator(study, space, above, handle_below=False)
            out.write(f"case {direction.upper()} {' '.join(names)}\n")
            for trial in study.trials:
                out.write(words(trial) + "\n")
            for _ in range(10):
                point = {name: draw(distribution) for name, distribution in space.items()}
                inner = {name: np.array([space[name].to_internal_repr(value)]) for name, value in point.items()}
                low, high = good.log_pdf(inner)[0], others.log_pdf(inner)[0]
                values = " ".join(f"{name}={value if isinstance(value, str) else repr(value)}" for name, value in point.items())
                out.write(f"point {number(low)} {number(high)} {values}\n")


PRUNERS = {
    "median": optuna.pruners.MedianPruner(),
    "median-warm": optuna.pruners.MedianPruner(n_startup_trials=2, n_warmup_steps=3, interval_steps=2, n_min_trials=3),
    "percentile-25": optuna.pruners.PercentilePruner(25.0, n_startup_trials=1),
    "percentile-80": optuna.pruners.PercentilePruner(80.0, n_startup_trials=0, interval_steps=3),
    "halving-auto": optuna.pruners.SuccessiveHalvingPruner(),
    "halving-2": optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=2, min_early_stopping_rate=1),
    "halving-bootstrap": optuna.pruners.SuccessiveHalvingPruner(min_resource=2, reduction_factor=3, bootstrap_count=4),
    "hyperband-auto": optuna.pruners.HyperbandPruner(),
    "hyperband-30": optuna.pruners.HyperbandPruner(min_resource=1, max_resource=30, reduction_factor=2),
    "patient": optuna.pruners.PatientPruner(None, patience=2),
    "patient-median": optuna.pruners.PatientPruner(optuna.pruners.MedianPruner(), patience=1, min_delta=0.2),
}


def pruners(out):
    for direction in ("minimize", "maximize"):
        for name, pruner in PRUNERS.items():
            # Hyperband and halving remember the first estimate: each study needs its own.
            study = optuna.create_study(direction=direction, study_name="study", pruner=copy.deepcopy(pruner))
            out.write(f"case {direction.upper()} {name}\n")
            for _ in range(60):
                trial = study.ask()
                level, values, decisions = RANDOM.normal(), [], ""
                pruned = False
                for step in range(20):
                    value = float(level + 0.5 * RANDOM.normal())
                    if RANDOM.random() < 0.02:
                        value = float("nan")
                    values.append(number(value))
                    trial.report(value, step)
                    pruned = trial.should_prune()
                    decisions += "1" if pruned else "0"
                    if pruned:
                        break
                study.tell(trial, None if pruned else level, state=TrialState.PRUNED if pruned else TrialState.COMPLETE)
                out.write(f"trial {decisions} {number(level)} {','.join(values)}\n")


def importances(out):
    for direction in ("minimize", "maximize"):
        for count, conditional in ((2, False), (9, False), (30, False), (100, True), (400, True)):
            study = optuna.create_study(direction=direction)
            for trial in random_trials(count, 0, conditional):
                study.add_trial(trial)
            out.write(f"case {direction.upper()}\n")
            for trial in study.trials:
                out.write(words(trial) + "\n")
            for name, share in optuna.importance.get_param_importances(study).items():
                out.write(f"share {name} {number(share)}\n")


def sequences(out):
    for kind in ("sobol", "halton"):
        study = optuna.create_study(sampler=optuna.samplers.QMCSampler(qmc_type=kind, seed=1))
        out.write(f"case {kind.upper()}\n")
        for index in range(40):
            trial = study.ask(SPACE)
            study.tell(trial, 0.0)
            if index > 0:
                values = " ".join(f"{name}={value if isinstance(value, str) else repr(value)}" for name, value in sorted(trial.params.items()))
                out.write(f"point {index} {values}\n")


def evolution(out):
    for dimensions in (1, 2, 5):
        optimizer = cmaes.CMA(mean=np.full(dimensions, 0.5), sigma=1 / 6, seed=1)
        weights = RANDOM.uniform(0.1, 10, dimensions)
        out.write(f"case {dimensions} {optimizer.population_size}\n")
        for _ in range(12):
            told = []
            for _ in range(optimizer.population_size):
                point = RANDOM.uniform(0, 1, dimensions)
                told.append((point, float(weights @ (point - 0.3) ** 2 + point[0] * point[-1])))
                out.write("point " + number(told[-1][1]) + " " + " ".join(number(x) for x in point) + "\n")
            optimizer.tell(told)
            covariance = " ".join(number(x) for x in optimizer._C.ravel())
            out.write(f"told {number(optimizer._sigma)} {' '.join(number(x) for x in optimizer.mean)} {covariance}\n")


def main(folder):
    for name, write in (("tpe", tpe), ("pruners", pruners), ("importances", importances), ("sequences", sequences), ("evolution", evolution)):
        with open(pathlib.Path(folder) / f"optuna-{name}.txt", "w", encoding="utf-8") as out:
            out.write(f"# optuna_goldens.py, Optuna {optuna.__version__}, cmaes {cmaes.__version__}, NumPy {np.__version__}\n")
            write(out)


if __name__ == "__main__":
    main(sys.argv[1])
